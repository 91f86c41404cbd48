using System.Net;
using SalesSupport.Portal.Passwords;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.Tests;

[Trait("Bar", "main-job")]
public sealed class PasswordTests
{
    [Theory]
    [InlineData("short7!", "PasswordTooShort")]
    [InlineData("password", "PasswordTooCommon")]
    [InlineData("PassWord123", "PasswordTooCommon")]
    [InlineData("salessupport2026", "PasswordTooCommon")]
    [InlineData("ababababab", "PasswordTooCommon")]
    [InlineData("tsubasa-shokai1", "PasswordTooCommon")]
    [InlineData("sato.misaki", "PasswordTooCommon")]
    [InlineData("いろはにほへと", "PasswordTooShort")]
    [InlineData("いろはにほへとち", null)]
    [InlineData("correcthorsebatterystaple", null)]
    public void Short_and_common_passwords_are_refused_and_nothing_else_is_asked(string password, string? fault) =>
        Assert.Equal(fault, PasswordRules.Fault(password, "tsubasa-shokai", PortalUser.Register("sato.misaki", "佐藤", null, null, false, "", DateTimeOffset.UnixEpoch)));

    [Fact]
    public void Nothing_of_a_password_is_cut_or_folded()
    {
        var rules = new PasswordRules();
        var seventy = new string('x', 69);
        var hash = rules.Hash(seventy + "a");
        Assert.True(rules.IsRight(hash, seventy + "a"));
        Assert.False(rules.IsRight(hash, seventy + "b"));
        Assert.False(rules.IsRight(hash, seventy + "A"));
        const string word = "ガーデン・パーティー";
        Assert.False(rules.IsRight(rules.Hash(word), word.Normalize(System.Text.NormalizationForm.FormD)));
        Assert.False(rules.IsRight(rules.Hash("ＡＢＣｄｅｆｇｈ"), "ABCdefgh"));
        Assert.False(rules.IsRight(null, ""));
    }

    [Fact]
    public void The_stored_hash_is_slow()
    {
        // ASP.NET Core's format 3: marker, PRF (2 = SHA-512), iterations, salt length; big-endian.
        var bytes = Convert.FromBase64String(new PasswordRules().Hash("anything at all"));
        Assert.Equal(1, bytes[0]);
        Assert.Equal(2u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)));
        Assert.True(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)) >= 210_000);
    }

    [Fact]
    public async Task Changing_the_password_needs_the_old_one_and_ends_all_other_sessions()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var browser = await host.PortalAsync("demo", "sato");
        using var phone = await host.PortalAsync("demo", "sato");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.ChoosePasswordAsync("wrong-password", "yama-to-kawa-to-umi")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.ChoosePasswordAsync(TestHost.Password, "yama-to-kawa-to-umi", "yama-to-kawa")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.ChoosePasswordAsync(TestHost.Password, "password123")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.ChoosePasswordAsync(TestHost.Password, TestHost.Password)).Status);
        Assert.Equal("/portal", (await phone.GetAsync("/portal")).Address.AbsolutePath);

        var page = await browser.ChoosePasswordAsync(TestHost.Password, " yama to kawa ");
        Assert.Equal("/portal", page.Address.AbsolutePath);
        Assert.Contains("変更しました", page.Text);
        Assert.Equal("/portal/sign-on", (await phone.GetAsync("/portal")).Address.AbsolutePath);
        Assert.Equal("/portal", (await browser.GetAsync("/portal")).Address.AbsolutePath);

        using var next = host.NewBrowser();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await next.TrySignOnAsync("demo", "sato", TestHost.Password)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await next.TrySignOnAsync("demo", "sato", "yama to kawa")).Status);
        Assert.Equal("/portal", (await next.TrySignOnAsync("demo", "sato", " yama to kawa ")).Address.AbsolutePath);
    }

    [Fact]
    public async Task An_open_session_cannot_be_used_to_guess_the_old_password()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var browser = await host.PortalAsync("demo", "sato");
        for (var i = 0; i < 10; i++)
        {
            await browser.ChoosePasswordAsync($"guess-number-{i}", "yama-to-kawa-to-umi");
        }

        Assert.Contains("15分", (await browser.ChoosePasswordAsync(TestHost.Password, "yama-to-kawa-to-umi")).Text);
    }
}
