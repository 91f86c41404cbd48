using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge.Tests;

/// <summary>What a portal says of people is somebody else's text.</summary>
public sealed class PortalAccountTests
{
    public static TheoryData<string, string> Names => new()
    {
        { "佐藤 美咲", "佐藤 美咲" },
        { "𠮷野 葛\U000E0100城", "𠮷野 葛\U000E0100城" },        // with the shape of a character chosen
        { "  佐藤  ", "佐藤" },
        { "佐藤\u0000\n美咲", "佐藤美咲" },
        { "佐藤\u202e美咲\u202c", "佐藤美咲" },
        { "\u2067佐藤\u2069", "佐藤" },
        { "佐藤\u200b美咲", "佐藤美咲" },
        { "佐藤\u2028美咲", "佐藤美咲" },
        { "佐藤\ud842美咲", "佐藤美咲" },
        { "佐藤\ufffd", "佐藤" },
        { new string('長', 300), new string('長', 100) },
        { new string('長', 99) + "𠮷野", new string('長', 99) },      // cut between characters
    };

    public static TheoryData<string> Invisible => ["", "   ", "\u202e", "\u200b\u200b", "\u0000", "\ud842", "\u3164\u2800", "\U000E0041"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_loses_what_must_not_be_shown_and_nothing_else(string sent, string kept) =>
        Assert.Equal((kept, kept), (Account(("name", sent))!.Name, Account(("kana", sent))!.Kana));

    [Theory]
    [MemberData(nameof(Invisible))]
    public void Where_nothing_of_a_name_remains_the_next_best_is_taken(string sent)
    {
        Assert.Equal("sato", Account(("name", sent), ("preferred_username", "sato"))!.Name);
        Assert.Equal("u1", Account(("name", sent), ("preferred_username", sent))!.Name);
        Assert.Equal(("demo", ""), (Account(("member_name", sent), ("kana", sent))!.MemberName, Account(("member_name", sent), ("kana", sent))!.Kana));
    }

    [Theory]
    [InlineData("demo\u200b", true)]
    [InlineData("demo\u202e", false)]
    [InlineData("demo\u0000", false)]
    [InlineData("demo<HALF>", false)]
    [InlineData("\u200b", false)]
    [InlineData("\udb40\udc41", false)]
    [InlineData("", false)]
    [Requirement("R51")]
    public void An_id_is_taken_as_it_is_or_not_at_all(string id, bool taken)
    {
        id = id.Replace("<HALF>", "\ud842", StringComparison.Ordinal);
        Assert.Equal(taken ? id : null, PortalAccount.From("portal", Claims(("sub", "u1"), ("member_id", id)))?.MemberId);
        Assert.Equal(taken ? id : null, PortalAccount.From("portal", Claims(("sub", id), ("member_id", "demo")))?.Subject);
    }

    [Fact]
    [Requirement("R51")]
    public void Two_different_member_ids_let_nobody_in()
    {
        Assert.NotNull(PortalAccount.From("portal", Claims(("sub", "1"), ("member_id", "demo"), ("member_id", "demo"))));
        Assert.Null(PortalAccount.From("portal", Claims(("sub", "1"), ("member_id", "demo"), ("member_id", "minato"))));
        Assert.Null(PortalAccount.From("portal", Claims(("sub", "1"))));
        Assert.Null(PortalAccount.From("portal", Claims(("member_id", "demo"))));
    }

    [Fact]
    public async Task Whoever_a_portal_names_in_tricks_gets_in_under_a_plain_name()
    {
        await using var portal = await RealPortal.StartAsync();
        await using var host = await TestHost.StartAsync(settings: RealPortal.Settings(("north", portal)));
        portal.Person["name"] = "山\u202e本\u200b 圭\u0000" + new string('長', 300);
        portal.Person["member_name"] = "アルファ\u2066株式会社";
        using var browser = host.NewBrowser();
        var page = await browser.GetAsync("/me");
        Assert.Equal("山本 圭" + new string('長', 96), page.Document.QuerySelector("h1")!.TextContent);
        Assert.Equal("アルファ株式会社", await host.InScopeAsync(TenantScope.IdOf("north", "alpha"), s => s.GetRequiredService<IdentityBridgeDbContext>().Members.Select(m => m.Name).SingleAsync(People.Cancel)));

        portal.Person["name"] = "\u202e\u200b";
        using var nameless = host.NewBrowser();
        Assert.Equal("u1", (await nameless.GetAsync("/me")).Document.QuerySelector("h1")!.TextContent);
    }

    private static PortalAccount? Account(params (string, string)[] claims) => PortalAccount.From("portal", Claims([("sub", "u1"), ("member_id", "demo"), .. claims]));

    private static ClaimsPrincipal Claims(params (string, string)[] claims) => new(new ClaimsIdentity(claims.Select(c => new Claim(c.Item1, c.Item2))));
}
