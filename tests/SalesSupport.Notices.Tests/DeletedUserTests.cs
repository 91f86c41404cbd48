using Microsoft.EntityFrameworkCore;
using SalesSupport.IdentityBridge.Contracts;
using SalesSupport.Notices.Letters;

namespace SalesSupport.Notices.Tests;

/// <summary>A deleted user is told of nothing any more.</summary>
[Requirement("R17")]
public sealed class DeletedUserTests
{
    [Fact]
    public async Task Where_and_what_they_are_told_goes_and_nobody_elses()
    {
        await using var house = await NoticesHost.StartAsync();
        await house.MailsToAsync("sato", "sato@example.jp", "Daily");
        await house.MailsToAsync("okabe", "okabe@example.jp", "Daily");
        await house.HappensAsync(house.Returned("sato", "okabe"), house.Returned("okabe", "morita"));
        var (sato, okabe) = (house.IdOf("sato"), house.IdOf("okabe"));
        Assert.Equal(1, await house.DbAsync(db => db.Notices.CountAsync(n => n.UserId == sato)));
        await house.DbAsync(async db =>
        {
            var letter = Letter.To(sato, Channel.Mail, LetterKind.Reminder, house.Host.Clock!.GetUtcNow());
            db.Letters.Add(letter);
            db.Reminders.Add(new Reminder { LetterId = letter.Id, EntryId = Guid.CreateVersion7(), Title = "商談", StartsAt = house.Host.Clock.GetUtcNow(), AllDay = false });
            return await db.SaveChangesAsync();
        });

        await house.HappensAsync(new UserDeleted(sato, null, new PortalLogin(null, null)));
        Assert.Equal(0, await house.DbAsync(db => db.Destinations.CountAsync(d => d.UserId == sato)));
        Assert.Equal(0, await house.DbAsync(db => db.Notices.CountAsync(n => n.UserId == sato)));
        Assert.Equal(0, await house.DbAsync(db => db.Letters.CountAsync(l => l.UserId == sato)));
        Assert.Equal(0, await house.DbAsync(db => db.Reminders.CountAsync()));
        Assert.Equal(1, await house.DbAsync(db => db.Destinations.CountAsync(d => d.UserId == okabe)));
        Assert.Equal(1, await house.DbAsync(db => db.Notices.CountAsync(n => n.UserId == okabe)));
    }
}
