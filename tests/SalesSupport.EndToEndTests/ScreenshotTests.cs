using Microsoft.Playwright;

namespace SalesSupport.EndToEndTests;

/// <summary>Pictures of the screens, for people to look at; a dozen of them are shown by the documents. Written only when SALESSUPPORT_SCREENSHOTS names a folder.</summary>
[Collection("Chromium")]
public sealed class ScreenshotTests(Chromium chromium)
{
    [Theory]
    [InlineData(1440, "ja", false)]
    [InlineData(360, "ja", false)]
    [InlineData(1440, "ja", true)]
    [InlineData(1440, "en", false)]
    public async Task Every_screen_has_a_picture(int width, string language, bool dark)
    {
        var folder = Environment.GetEnvironmentVariable("SALESSUPPORT_SCREENSHOTS") ?? Directory.CreateTempSubdirectory("screenshots-").FullName;
        var page = await chromium.SignedOnAsync("okabe", width, language, dark);
        var taken = 0;
        foreach (var address in await Pages.OfMemberAsync(page, administrator: false))
        {
            await page.GotoAsync(address);
            var name = string.Concat(new Uri("http://x" + address).PathAndQuery.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')).Trim('_');
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{(name.Length == 0 ? "home" : name[..Math.Min(name.Length, 60)])}-{width}-{language}{(dark ? "-dark" : "")}.png") });
            taken++;
        }

        await page.Context.CloseAsync();
        Assert.True(taken >= 8, $"only {taken} screens were found from home");
    }
}
