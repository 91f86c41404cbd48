namespace SalesSupport.House.Tests;

/// <summary>共通設定 is searchable, on its own page and from the box at the top, for those who may open it.</summary>
public sealed class FindSettingsTests
{
    [Fact]
    public async Task An_administrator_finds_a_setting_by_words_of_its_title_or_description()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddMemberAsync("demo");
        using var morita = await host.SignOnAsync("demo", "morita");
        Assert.True(Addresses(await morita.GetAsync("/settings")).Length > 3);
        Assert.Equal(["/settings/users"], Addresses(await morita.GetAsync("/settings?q=%E3%83%A6%E3%83%BC%E3%82%B6%E3%83%9E%E3%82%B9%E3%82%BF")));        // ユーザマスタ
        Assert.Equal(["/settings/users"], Addresses(await morita.GetAsync("/settings?q=%EF%BE%95%EF%BD%B0%EF%BD%BB%EF%BE%9E%EF%BE%8F%EF%BD%BD%EF%BE%80")));        // ﾕｰｻﾞﾏｽﾀ
        var none = await morita.GetAsync("/settings?q=kore-wa-nai");
        Assert.Empty(Addresses(none));
        Assert.NotNull(none.Document.QuerySelector("main a[href='/settings']"));

        Assert.Contains("/settings/users", Hits(await morita.GetAsync("/search?q=%E3%83%A6%E3%83%BC%E3%82%B6%E3%83%9E%E3%82%B9%E3%82%BF")));
        using var sato = await host.SignOnAsync("demo", "sato");
        Assert.DoesNotContain("/settings/users", Hits(await sato.GetAsync("/search?q=%E3%83%A6%E3%83%BC%E3%82%B6%E3%83%9E%E3%82%B9%E3%82%BF")));
    }

    private static string?[] Addresses(Page page) => [.. page.Document.QuerySelectorAll("#sections .settings-card").Select(a => a.GetAttribute("href"))];

    private static string?[] Hits(Page page) => [.. page.Document.QuerySelectorAll("main a").Select(a => a.GetAttribute("href"))];
}
