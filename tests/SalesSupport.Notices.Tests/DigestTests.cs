using Microsoft.EntityFrameworkCore;
using SalesSupport.DailyReports.Contracts;

namespace SalesSupport.Notices.Tests;

/// <summary>Once a day, all together.</summary>
[Trait("Bar", "engines")]
public sealed class DigestTests
{
    [Fact]
    public async Task What_is_wanted_daily_comes_in_one_mail_however_often_and_whenever_the_job_runs()
    {
        await using var house = await NoticesHost.StartAsync();
        await house.MailsToAsync("sato", "sato@example.jp", "Daily");
        var withdrawn = house.AnyReport();
        await house.HappensAsync(house.Returned("sato", "okabe"), new ReportApproved(house.AnyReport(), house.IdOf("sato"), new DateOnly(2026, 11, 24), house.IdOf("okabe")), house.Returned("sato", "okabe", withdrawn));
        await house.HappensAsync(new ReportWithdrawn(withdrawn, house.IdOf("sato"), new DateOnly(2026, 11, 25), new Dictionary<Guid, DateOnly?>()));
        await Task.Delay(100);
        Assert.Single(house.Mail.Taken);        // the code

        foreach (var hour in new[] { 0, 1, -1, 24 })
        {
            // A clock that jumps an hour forth and back, and a day on which nothing happened.
            house.Host.Clock!.AutoAdvanceAmount = TimeSpan.Zero;
            house.Host.Clock.AdjustTime(house.Host.Clock.GetUtcNow() + TimeSpan.FromHours(hour));
            await Task.WhenAll(house.RunDigestsAsync(), house.RunDigestsAsync());
        }

        await Eventually.IsAsync(() => house.Mail.To("sato@example.jp").Count() == 2, "the digest");
        var mail = house.Mail.To("sato@example.jp").Last();
        Assert.Equal("【営業支援】お知らせ 2件", mail.Message.Subject);
        Assert.Contains("差し戻しました", mail.Text, StringComparison.Ordinal);
        Assert.Contains("承認しました", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(withdrawn.ToString(), mail.Text, StringComparison.Ordinal);
        await Task.Delay(200);
        Assert.Equal(2, house.Mail.To("sato@example.jp").Count());
    }

    [Fact]
    public async Task Never_means_never_and_a_suspended_person_hears_nothing_and_old_notices_are_forgotten()
    {
        await using var house = await NoticesHost.StartAsync();
        await house.MailsToAsync("sato", "sato@example.jp", "Never");
        await house.HappensAsync(house.Returned("sato", "okabe"));
        Assert.Empty(await house.DbAsync(db => db.Notices.ToListAsync()));

        await house.MailsToAsync("ito", "ito@example.jp", "Daily");
        await house.HappensAsync(house.Returned("ito", "okabe"));
        await house.HappensAsync(new Portal.Contracts.PortalUserSuspended("hinata", house.Member.People.Single(p => p.Login == "ito").PortalId));
        await house.RunDigestsAsync();
        await Eventually.IsAsync(async () => !await house.DbAsync(db => db.Letters.AnyAsync(l => l.SentAt == null)), "dropped");
        Assert.Single(house.Mail.To("ito@example.jp"));

        house.Host.Pass(TimeSpan.FromDays(31));
        await house.RunDigestsAsync();
        Assert.Empty(await house.DbAsync(db => db.Notices.ToListAsync()));
        Assert.Empty(await house.DbAsync(db => db.Letters.ToListAsync()));
    }

    [Fact]
    public async Task Notices_are_in_the_language_in_which_they_were_set()
    {
        await using var house = await NoticesHost.StartAsync();
        using var sato = await house.Host.SignOnAsync("hinata", "sato");
        await sato.PostAsync("/language", ("language", "en"));
        var page = await NoticesHost.SetMailAsync(sato, "sato@example.jp");
        await Eventually.IsAsync(() => !house.Mail.Taken.IsEmpty, "the code");
        await sato.SubmitAsync(page, NoticesHost.Form(page, "/mail/confirmation"), ("CodeForm.Code", house.Mail.Taken.Single().Code));
        await house.HappensAsync(house.Returned("sato", "okabe"));
        await Eventually.IsAsync(() => house.Mail.Taken.Count == 2, "the notice");
        Assert.Equal($"[SalesSupport] {house.NameOf("okabe")} returned your report of Wed 25 Nov", house.Mail.Taken.Last().Message.Subject);
    }
}
