using System.Security.Cryptography;
using Microsoft.Playwright;

namespace SalesSupport.EndToEndTests;

/// <summary>Pictures of the screens, for people to look at; a dozen of them are shown by the documents. Written only when SALESSUPPORT_SCREENSHOTS names a folder.</summary>
[Collection("Chromium")]
public sealed class ScreenshotTests(Chromium chromium)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SALESSUPPORT_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    private static readonly bool Whole = Folder is not null || Environment.GetEnvironmentVariable("SALESSUPPORT_FULL") == "1";

    private static readonly (int Width, int Height, bool Dark)[] Windows = Whole ? [(1440, 900, false), (1440, 900, true), (360, 780, false), (360, 780, true)] : [(1440, 900, false), (360, 780, true)];

    /// <summary>That every screen stands in both languages, widths and lights is <see cref="EveryPageTests"/>' to show; all pictures are for whoever asks for them, and for the long run.</summary>
    public static TheoryData<string> Languages => Whole ? ["ja", "en"] : ["ja"];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Every_screen_has_a_picture_at_both_widths(string language)
    {
        var taken = new Dictionary<string, int>();
        async Task TakeAllAsync(IPage page, string of, IEnumerable<string> addresses)
        {
            foreach (var address in addresses)
            {
                // Some pages look at the width when they are opened, as the calendar does.
                await page.SetViewportSizeAsync(Windows[0].Width, Windows[0].Height);
                await page.GotoAsync(address);
                await TakeAsync(page, of, address, language);
                taken[of] = taken.GetValueOrDefault(of) + 1;
            }
        }

        // With data: the manager's, what only the administrator sees, the portal's and the operator's.
        var page = await chromium.SignedOnAsync("okabe", language: language);
        await Pages.OfMemberAsync(page, administrator: false, address => TakeAllAsync(page, "", [address]));
        await page.Context.CloseAsync();
        page = await chromium.SignedOnAsync("morita", language: language);
        await Pages.OfMemberAsync(page, administrator: true, address => address.StartsWith("/settings", StringComparison.Ordinal) ? TakeAllAsync(page, "administrator", [address]) : page.GotoAsync(address));
        await TakeAllAsync(page, "portal", Pages.Portal);
        await page.GotoAsync("/operator/sign-on");
        await page.Locator("main [name=Login]").FillAsync("operator");
        await page.Locator("main [name=Password]").FillAsync(await chromium.OperatorPasswordAsync());
        await page.Locator("main form[data-main] .btn-primary").ClickAsync();
        await Chromium.ArriveAsync(page, p => p.StartsWith("/operator/", StringComparison.Ordinal) && p != "/operator/sign-on");
        await TakeAllAsync(page, "operator", Pages.Operator);
        await page.Context.CloseAsync();

        // And without: everything that a member's first person sees.
        var member = await chromium.Host.AddMemberAsync($"pictures-{language}", customers: 0);
        page = await chromium.PageAsync(language: language);
        await Chromium.SignOnAsync(page, member.MemberId, "morita");
        await Pages.OfMemberAsync(page, administrator: true, address => TakeAllAsync(page, "empty", [address]));
        await page.Context.CloseAsync();
        Assert.True(taken[""] >= 8 && taken["administrator"] >= 5 && taken["empty"] >= 8, string.Join(", ", taken));
    }

    /// <summary>One loading of the page, all pictures: they would be the same after loading it for each.</summary>
    private static async Task TakeAsync(IPage page, string of, string address, string language)
    {
        var name = (of.Length == 0 ? "" : of + "-") + Pages.NameOf(address);
        var pictures = new HashSet<string>();
        foreach (var (width, height, dark) in Windows)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
            var file = $"{name[..Math.Min(name.Length, 80)]}-{width}-{language}{(dark ? "-dark" : "")}.png";
            pictures.Add(Convert.ToHexString(SHA256.HashData(await page.ScreenshotAsync(new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled, Path = Folder is null ? null : Path.Combine(Folder, file) }))));
        }

        Assert.True(pictures.Count == Windows.Length, $"{address}: only {pictures.Count} of the {Windows.Length} pictures differ");
    }
}
