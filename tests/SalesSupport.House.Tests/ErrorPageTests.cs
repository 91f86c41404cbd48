using System.Net;
using AngleSharp.Html.Dom;
using SalesSupport.Abstractions;

namespace SalesSupport.House.Tests;

/// <summary>The page of a form that was not taken says what was typed in the words of the form, and sends it again as it was.</summary>
[Trait("Bar", "main-job")]
[Trait("Once", "Sqlite")]
public sealed class ErrorPageTests
{
    [Fact]
    public async Task A_password_is_never_shown_again()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: 10);
        using var browser = await host.SignOnAsync("demo", "sato");
        foreach (var (address, fields) in new[] { ("/portal/password", new[] { "PasswordCurrent", "PasswordNew", "PasswordAgain" }), ("/portal/sign-on", ["Password"]) })
        {
            using var visitor = host.NewBrowser();
            var page = address == "/portal/password" ? await browser.GetAsync(address) : await visitor.GetAsync(address);
            var refused = await (address == "/portal/password" ? browser : visitor).SubmitAsync(
                page, page.Form(address), [("__RequestVerificationToken", "stale"), .. fields.Select(f => (f, "himitsu-no-kotoba"))]);
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.Equal(fields, page.Document.QuerySelectorAll("input[type=password]").Select(i => i.GetAttribute("name")));
            Assert.DoesNotContain("himitsu", refused.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_typed_is_shown_under_the_names_that_its_form_has_for_it()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: 10);
        using var browser = await host.SignOnAsync("demo", "sato");
        var day = TimeProvider.System.Today().AddDays(-40).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var page = await browser.GetAsync($"/reports/{day}/edit");
        var refused = await browser.SubmitAsync(
            page,
            page.MainForm,
            ("__RequestVerificationToken", "stale"),
            ("Activities[0].Kind", "Call"),
            ("Activities[0].Text", "電話で\n納期を確認"),
            ("Activities[0].NextAction", "見積を送る"),
            ("Note", "所感です"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        var shown = refused.Document.QuerySelectorAll("form[data-error-typed] .field").ToDictionary(f => f.QuerySelector("label")!.TextContent, f => f.QuerySelector("textarea")!.TextContent);
        Assert.Equal("電話", shown["種類（1件目）"]);
        Assert.Equal("電話で\n納期を確認", shown["内容（1件目）"]);
        Assert.Equal("見積を送る", shown["次の行動（1件目）"]);
        Assert.Equal("所感です", shown["所感"]);
        Assert.DoesNotContain("Activities", refused.Document.QuerySelector("form[data-error-typed]")!.TextContent, StringComparison.Ordinal);

        var form = (IHtmlFormElement)refused.Document.QuerySelector("form[data-error-typed]")!;
        Assert.Contains(("Activities[0].Kind", "Call"), Browser.Fields(form));
        Assert.Contains(("Activities[0].Text", "電話で\n納期を確認"), Browser.Fields(form));
        var kept = await browser.SubmitAsync(refused, form);
        Assert.Equal(HttpStatusCode.OK, kept.Status);
        Assert.Contains("納期を確認", (await browser.GetAsync($"/reports/{day}/edit")).Html, StringComparison.Ordinal);
    }
}
