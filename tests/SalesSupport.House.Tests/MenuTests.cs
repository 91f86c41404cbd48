namespace SalesSupport.House.Tests;

/// <summary>Menus are put together once for all who see the same, and only for them.</summary>
[Trait("Bar", "main-job")]
public sealed class MenuTests
{
    [Fact]
    public async Task Everybody_sees_their_own_menu_in_their_own_language()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: 60);
        using var morita = await host.SignOnAsync("demo", "morita");
        using var sato = await host.SignOnAsync("demo", "sato");
        foreach (var round in new[] { 1, 2 })
        {
            var administrator = await morita.GetAsync("/reports");
            Assert.NotNull(administrator.Document.QuerySelector(".rail a[href='/settings']"));
            Assert.NotNull(administrator.Document.QuerySelector("#menu-sheet a[href='/settings']"));
            var salesperson = await sato.GetAsync("/reports");
            Assert.Null(salesperson.Document.QuerySelector(".rail a[href='/settings']"));
            Assert.Null(salesperson.Document.QuerySelector("#menu-sheet a[href='/settings']"));
            Assert.Equal(["/", "/schedule", "/customers", "/inbox"], salesperson.Document.QuerySelectorAll(".thumb a").Select(a => a.GetAttribute("href")));
            foreach (var address in new[] { "/reports", "/schedule", "/customers", "/inbox", "/" })
            {
                var shown = await sato.GetAsync(address);
                // Reports have no place among the five at the bottom of a phone's screen.
                foreach (var menu in address == "/reports" ? [".rail", "#menu-sheet"] : new[] { ".rail", ".thumb", "#menu-sheet" })
                {
                    Assert.Equal([address], shown.Document.QuerySelectorAll($"{menu} a[aria-current=page]").Select(a => a.GetAttribute("href")));
                }
            }

            foreach (var (address, current) in new[] { ("/settings", true), ("/me", false), ("/Settings", true), ("/me", false), ("/settings/calendar", true) })
            {
                Assert.Equal(current, (await morita.GetAsync(address)).Document.QuerySelector(".rail a[href='/settings']")!.HasAttribute("aria-current"));
            }

            Assert.Contains("日報", Words(salesperson, ".rail"), StringComparison.Ordinal);
            Assert.Contains("次の行・前の行", Words(await sato.GetAsync("/reports"), "#keys-sheet"), StringComparison.Ordinal);
            await sato.PostAsync("/language", ("language", "en"), ("returnUrl", "/"));
            Assert.Contains("Reports", Words(await sato.GetAsync("/reports"), ".rail"), StringComparison.Ordinal);
            Assert.DoesNotContain("日報", Words(await sato.GetAsync("/reports"), ".rail"), StringComparison.Ordinal);
            await sato.PostAsync("/language", ("language", "ja"), ("returnUrl", "/"));
        }

        // The number beside 受信 is the reader's, and now's, as in the bell, which is rendered anew each time.
        using var okabe = await host.SignOnAsync("demo", "okabe");
        var before = Waiting(await okabe.GetAsync("/reports"));
        Assert.True(before > 0);
        foreach (var browser in new[] { morita, sato, okabe, morita })
        {
            Assert.Equal(Bell(await browser.GetAsync("/reports")), Waiting(await browser.GetAsync("/reports")));
        }

        var report = (await okabe.GetAsync("/inbox?tab=ToApprove")).Document.QuerySelectorAll("[data-href^='/reports/']").Select(r => r.GetAttribute("data-href")!).First();
        var page = await okabe.GetAsync(report);
        await okabe.SubmitAsync(page, page.Document.Forms.First(f => f.GetAttribute("action")!.Split('?')[0].EndsWith("/approval", StringComparison.Ordinal)));
        var after = await okabe.GetAsync("/reports");
        Assert.Equal((before - 1, before - 1), (Waiting(after), Bell(after)));
    }

    private static string Words(Page page, string selector) => page.Document.QuerySelector(selector)!.TextContent;

    private static int Waiting(Page page) => Number(page, ".rail a[href='/inbox'] .count");

    private static int Bell(Page page) => Number(page, ".top-end a[href='/inbox'] .count");

    private static int Number(Page page, string selector) => page.Document.QuerySelector(selector) is { } count ? int.Parse(count.TextContent, System.Globalization.CultureInfo.InvariantCulture) : 0;
}
