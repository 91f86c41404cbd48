using System.Text;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Notices.Mail;

namespace SalesSupport.Notices.Tests;

/// <summary>Notices by mail, through a real SMTP server.</summary>
[Trait("Bar", "engines")]
public sealed class MailTests
{
    [Fact]
    public async Task A_returned_report_is_told_by_mail_with_a_link_and_without_its_text()
    {
        await using var house = await NoticesHost.StartAsync();
        await house.MailsToAsync("sato", "sato@example.jp");
        var fact = house.Returned("sato", "okabe");
        await house.HappensAsync(fact);
        await Eventually.IsAsync(() => house.Mail.To("sato@example.jp").Count() == 2, "the notice");
        var mail = house.Mail.To("sato@example.jp").Last();
        Assert.Equal($"【営業支援】{house.NameOf("okabe")}さんが11/25(水)の日報を差し戻しました", mail.Message.Subject);
        Assert.Contains($"{house.Host.Address}reports/{fact.ReportId}", mail.Text, StringComparison.Ordinal);
        Assert.Contains("/me/notices", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("直してください", mail.Text, StringComparison.Ordinal);
        Assert.Equal("営業支援", mail.Message.From.Mailboxes.Single().Name);
        Assert.Equal("auto-generated", mail.Message.Headers["Auto-Submitted"]);
        await Eventually.IsAsync(async () => await house.DbAsync(db => db.Letters.AllAsync(l => l.SentAt != null)), "marked as sent");
    }

    [Fact]
    public async Task Whoever_is_mentioned_is_told_that_once_and_nobody_is_told_of_what_they_did_themselves()
    {
        await using var house = await NoticesHost.StartAsync();
        await house.MailsToAsync("sato", "sato@example.jp");
        await house.MailsToAsync("okabe", "okabe@example.jp");
        await house.MailsToAsync("morita", "morita@example.jp");
        using var browser = await house.Host.SignOnAsync("hinata", "okabe");
        var report = await ReportOfSatoAsync(house);
        var page = await browser.GetAsync($"/reports/{report}");
        await browser.SubmitAsync(page, page.Document.Forms.Single(f => f.Action.EndsWith($"/reports/{report}/comments", StringComparison.Ordinal)), ("text", $"よい訪問です。＠{house.NameOf("morita").Replace(" ", "", StringComparison.Ordinal)}さんも見てください"));
        await Eventually.IsAsync(() => house.Mail.To("sato@example.jp").Count() == 2 && house.Mail.To("morita@example.jp").Count() == 2, "both");
        Assert.Contains("コメントしました", house.Mail.To("sato@example.jp").Last().Message.Subject, StringComparison.Ordinal);
        Assert.Contains("あなたを呼んでいます", house.Mail.To("morita@example.jp").Last().Message.Subject, StringComparison.Ordinal);
        Assert.Single(house.Mail.To("okabe@example.jp"));       // the code alone

        // Deleted and brought back: nobody hears of it twice.
        page = await browser.GetAsync($"/reports/{report}");
        page = await browser.SubmitAsync(page, page.Document.Forms.Single(f => f.Action.Contains("/deletion", StringComparison.Ordinal)));
        await browser.SubmitAsync(page, (IHtmlFormElement)page.Document.QuerySelector(".toast form")!);
        await house.HappensAsync(house.Returned("sato", "okabe"));
        await Eventually.IsAsync(() => house.Mail.To("sato@example.jp").Count() == 3, "the later one");
        Assert.Equal(2, house.Mail.To("morita@example.jp").Count());
        using var morita = await house.Host.SignOnAsync("hinata", "morita");
        Assert.Contains($"/reports/{report}", (await morita.GetAsync("/inbox?tab=Commented")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_one_code_a_minute_goes_to_an_address_that_nobody_has_confirmed()
    {
        await using var house = await NoticesHost.StartAsync();
        using var browser = await house.Host.SignOnAsync("hinata", "sato");
        var page = await NoticesHost.SetMailAsync(browser, "stranger@example.jp");
        await Eventually.IsAsync(() => house.Mail.To("stranger@example.jp").Any(), "the code");
        await house.HappensAsync(house.Returned("sato", "okabe"));
        var again = await browser.SubmitAsync(page, NoticesHost.Form(page, "/mail/code"));
        Assert.Equal(422, (int)again.Status);
        again = await NoticesHost.SetMailAsync(browser, "another@example.jp");
        Assert.Equal(422, (int)again.Status);
        Assert.Contains("another@example.jp", again.Html, StringComparison.Ordinal);        // what was typed is still there
        Assert.Empty(house.Mail.To("another@example.jp"));

        var code = house.Mail.To("stranger@example.jp").Single().Code;
        var wrong = code == "000000" ? "111111" : "000000";
        for (var i = 0; i < 5; i++)
        {
            again = await browser.SubmitAsync(page, NoticesHost.Form(page, "/mail/confirmation"), ("CodeForm.Code", wrong));
            Assert.Equal(422, (int)again.Status);
            Assert.Contains("確認コードが違います", again.Text, StringComparison.Ordinal);
        }

        again = await browser.SubmitAsync(page, NoticesHost.Form(page, "/mail/confirmation"), ("CodeForm.Code", code));
        Assert.Contains("使えません", again.Text, StringComparison.Ordinal);
        await house.HappensAsync(house.Returned("sato", "okabe"));
        await house.MailsToAsync("okabe", "okabe@example.jp");
        Assert.Single(house.Mail.To("stranger@example.jp"));
    }

    [Fact]
    public async Task Taking_the_address_out_and_putting_one_in_again_is_no_way_to_more_codes()
    {
        await using var house = await NoticesHost.StartAsync();
        using var browser = await house.Host.SignOnAsync("hinata", "sato");
        await NoticesHost.SetMailAsync(browser, "stranger@example.jp");
        await Eventually.IsAsync(() => house.Mail.To("stranger@example.jp").Any(), "the code");
        Assert.Equal(200, (int)(await NoticesHost.SetMailAsync(browser, "")).Status);
        Assert.Equal(422, (int)(await NoticesHost.SetMailAsync(browser, "stranger@example.jp")).Status);
        house.Host.Clock!.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(200, (int)(await NoticesHost.SetMailAsync(browser, "stranger@example.jp")).Status);
        await Eventually.IsAsync(() => house.Mail.To("stranger@example.jp").Count() == 2, "the code of a minute later");
    }

    [Fact]
    public async Task An_address_that_the_server_refuses_is_told_to_its_user_and_listed_for_administrators_and_gets_nothing_more()
    {
        await using var house = await NoticesHost.StartAsync();
        using var sato = await house.Host.SignOnAsync("hinata", "sato");
        await NoticesHost.SetMailAsync(sato, "refused@example.jp");
        await Eventually.IsAsync(async () => (await sato.GetAsync("/me/notices")).Text.Contains("このアドレスを受け付けません", StringComparison.Ordinal), "the fault on one's own page");
        using var morita = await house.Host.SignOnAsync("hinata", "morita");
        var row = (await morita.GetAsync("/settings/outbox")).Document.QuerySelector("table.list tbody tr")!;
        Assert.Contains($"{house.NameOf("sato")}さんへのメール", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("550 no such mailbox", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_whose_answer_was_lost_is_sent_again_as_the_same_mail()
    {
        await using var house = await NoticesHost.StartAsync();
        using var sato = await house.Host.SignOnAsync("hinata", "sato");
        await NoticesHost.SetMailAsync(sato, "lost@example.jp");
        await Eventually.IsAsync(() => house.Mail.To("lost@example.jp").Any(), "the first");
        using var morita = await house.Host.SignOnAsync("hinata", "morita");
        await Eventually.IsAsync(async () => (await morita.GetAsync("/settings/outbox")).Text.Contains("試した回数 1", StringComparison.Ordinal), "the fault");
        house.Host.Clock!.Advance(TimeSpan.FromSeconds(11));
        await Eventually.IsAsync(() => house.Mail.To("lost@example.jp").Count() == 2, "the second");
        Assert.Single(house.Mail.To("lost@example.jp").Select(m => m.Message.MessageId).Distinct());
    }

    [Fact]
    public async Task A_login_that_the_mail_server_refuses_is_said_without_the_password()
    {
        await using var house = await NoticesHost.StartAsync(login: true, password: "wrong-3141");
        using var sato = await house.Host.SignOnAsync("hinata", "sato");
        await NoticesHost.SetMailAsync(sato, "sato@example.jp");
        using var morita = await house.Host.SignOnAsync("hinata", "morita");
        await Eventually.IsAsync(async () => (await morita.GetAsync("/settings/outbox")).Text.Contains("メールサーバにログインできません", StringComparison.Ordinal), "the reason");
        Assert.DoesNotContain("3141", (await morita.GetAsync("/settings/outbox")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_login_mail_is_sent_and_while_the_server_is_away_saving_goes_on()
    {
        await using (var house = await NoticesHost.StartAsync(login: true))
        {
            await house.MailsToAsync("sato", "sato@example.jp");
            Assert.Equal("house", house.Mail.To("sato@example.jp").Single().User);
        }

        await using var away = await NoticesHost.StartAsync(mailPort: HostProcess.FreePort());
        using var sato = await away.Host.SignOnAsync("hinata", "sato");
        Assert.Equal(200, (int)(await NoticesHost.SetMailAsync(sato, "sato@example.jp")).Status);
        using var morita = await away.Host.SignOnAsync("hinata", "morita");
        await Eventually.IsAsync(async () => (await morita.GetAsync("/settings/outbox")).Text.Contains("メールサーバにつながりません", StringComparison.Ordinal), "the reason");
    }

    [Fact]
    public async Task Without_a_mail_server_the_page_says_so_and_offers_no_mail()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddMemberAsync("hinata");
        using var sato = await host.SignOnAsync("hinata", "sato");
        var page = await sato.GetAsync("/me/notices");
        Assert.Contains("この環境ではメールを送れません", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Document.Forms, f => f.Action.EndsWith("/notices/mail", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("【営業支援】佐藤 花子さんが11/25(水)の日報を差し戻しました、とても長い件名でも折り返して読めます", "iso-2022-jp")]
    [InlineData("Report of Wed 25 Nov returned", "us-ascii")]
    [InlineData("①番の日報", "utf-8")]
    [InlineData("髙橋さん", "utf-8")]
    [InlineData("😀のコメント", "utf-8")]
    [InlineData("10〜11時", "utf-8")]
    [InlineData("ｶﾅ", "utf-8")]
    public async Task A_subject_is_in_ISO_2022_JP_where_the_standard_has_all_of_it_else_in_UTF_8(string subject, string charset)
    {
        using var mail = new MimeKit.MimeMessage();
        mail.Headers.Replace(MimeKit.HeaderId.Subject, MailSubject.EncodingOf(subject), subject);
        using var stream = new MemoryStream();
        await mail.WriteToAsync(stream);
        var raw = Encoding.ASCII.GetString(stream.ToArray());
        var words = System.Text.RegularExpressions.Regex.Matches(raw, @"=\?([\w-]+)\?b\?([^?]*)\?=").ToArray();
        Assert.All(words, w => Assert.Equal(charset, w.Groups[1].Value));
        Assert.Equal(charset == "us-ascii", words.Length == 0);
        if (charset == "iso-2022-jp")
        {
            // Each word is whole by itself.
            Assert.All(words, w => Assert.Equal("\u001b(B", LastShift(Convert.FromBase64String(w.Groups[2].Value))));
        }

        stream.Position = 0;
        Assert.Equal(subject, (await MimeKit.MimeMessage.LoadAsync(stream)).Subject);
    }

    static MailTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static string LastShift(byte[] word) => Encoding.ASCII.GetString(word).LastIndexOf('\u001b') is var at && at < 0 ? "\u001b(B" : Encoding.ASCII.GetString(word, at, 3);

    private static async Task<Guid> ReportOfSatoAsync(NoticesHost house)
    {
        using var sato = await house.Host.SignOnAsync("hinata", "sato");
        var report = await SentReport.OpenAsync(sato, new DateOnly(2026, 11, 26));
        report.Set("Note", "所感です");
        var page = await sato.PostAsync("/reports/2026-11-26/submission", report.Fields.Where(f => f.Name != "__RequestVerificationToken"));
        Assert.True(page.Status == System.Net.HttpStatusCode.OK, page.Text);
        return Guid.Parse(page.Address.AbsolutePath.Split('/')[2]);
    }
}
