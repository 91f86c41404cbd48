using Microsoft.EntityFrameworkCore;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.Notices.Tests;

/// <summary>What begins soon, by mail (R22).</summary>
[Requirement("R22")]
public sealed class ReminderTests
{
    private static readonly EntryTime AtEleven = new(false, new DateTime(2026, 11, 26, 11, 0, 0), new DateTime(2026, 11, 26, 12, 0, 0));

    [Fact]
    public async Task A_mail_names_the_entry_and_leads_to_it_and_comes_once()
    {
        await using var house = await NoticesHost.StartAsync();
        await house.MailsToAsync("sato", "sato@example.jp");
        var entry = Guid.CreateVersion7();
        await house.HappensAsync(new EntryComesUp(entry, AtEleven.Start, house.IdOf("sato"), "見積の説明", AtEleven));
        await Eventually.IsAsync(() => house.Mail.To("sato@example.jp").Count() == 2, "the reminder");
        var mail = house.Mail.To("sato@example.jp").Last();
        Assert.Contains("11/26(木) 11:00 から「見積の説明」", mail.Message.Subject, StringComparison.Ordinal);
        Assert.Contains($"/schedule/{entry}?at=2026-11-26T11:00:00", mail.Text, StringComparison.Ordinal);
        await Task.Delay(200);
        Assert.Equal(2, house.Mail.To("sato@example.jp").Count());
    }

    [Fact]
    public async Task Whoever_does_not_want_it_or_has_no_address_gets_none()
    {
        await using var house = await NoticesHost.StartAsync();
        await house.MailsToAsync("sato", "sato@example.jp");
        using (var sato = await house.Host.SignOnAsync("hinata", "sato"))
        {
            var page = await sato.GetAsync("/me/notices");
            var fields = Browser.Fields(NoticesHost.Form(page, "/notices/mail")).Where(f => f.Name != "MailForm.Reminds");
            using var answer = await sato.SendFormAsync("/me/notices/mail", fields, "/me/notices");
            Assert.Equal(302, (int)answer.StatusCode);
        }

        Assert.False(await house.DbAsync(db => db.Destinations.AnyAsync(d => d.Reminds)));
        await house.HappensAsync(new EntryComesUp(Guid.CreateVersion7(), null, house.IdOf("sato"), "見積の説明", AtEleven), new EntryComesUp(Guid.CreateVersion7(), null, house.IdOf("okabe"), "会議", AtEleven));
        Assert.Empty(await house.DbAsync(db => db.Reminders.ToListAsync()));
        Assert.Single(house.Mail.Taken);        // the code
    }

    [Fact]
    public async Task A_letter_that_was_held_up_until_it_is_over_is_not_sent()
    {
        await using var house = await NoticesHost.StartAsync();
        await house.MailsToAsync("sato", "sato@example.jp");
        var over = new EntryTime(false, new DateTime(2026, 11, 26, 9, 0, 0), new DateTime(2026, 11, 26, 9, 30, 0));
        await house.HappensAsync(new EntryComesUp(Guid.CreateVersion7(), null, house.IdOf("sato"), "朝会", over));
        await Eventually.IsAsync(async () => !await house.DbAsync(db => db.Letters.AnyAsync(l => l.SentAt == null)), "dropped");
        Assert.Single(house.Mail.Taken);
    }

    [Fact]
    public async Task Old_ones_are_forgotten()
    {
        await using var house = await NoticesHost.StartAsync();
        await house.MailsToAsync("sato", "sato@example.jp");
        await house.HappensAsync(new EntryComesUp(Guid.CreateVersion7(), null, house.IdOf("sato"), "見積の説明", AtEleven));
        await Eventually.IsAsync(() => house.Mail.To("sato@example.jp").Count() == 2, "the reminder");
        house.Host.Pass(TimeSpan.FromDays(31));
        await house.RunDigestsAsync();
        Assert.Empty(await house.DbAsync(db => db.Reminders.ToListAsync()));
    }
}
