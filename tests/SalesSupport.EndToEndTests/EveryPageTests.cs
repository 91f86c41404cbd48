using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace SalesSupport.EndToEndTests;

/// <summary>Every page, at phone and desk width, in both languages and both lights: nothing wider than the window, targets big enough, no accessibility violation, no error in the console.</summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
public sealed class EveryPageTests(Chromium chromium)
{
    private static readonly AxeRunOptions Wcag22 = new() { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"] } };

    [Theory]
    [InlineData("morita", 1440, "ja", false)]
    [InlineData("morita", 360, "ja", false)]
    [InlineData("okabe", 1440, "en", true)]
    [InlineData("sato", 360, "en", true)]
    public async Task Every_page_fits_and_is_accessible(string login, int width, string language, bool dark)
    {
        var page = await chromium.SignedOnAsync(login, width, language, dark);
        await CheckAllAsync(page, await Pages.OfMemberAsync(page, administrator: login == "morita"), width);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1440, false)]
    [InlineData(360, true)]
    public async Task Every_page_before_sign_on_and_of_the_portal_and_the_operator_fits_and_is_accessible(int width, bool dark)
    {
        var page = await chromium.PageAsync(width, dark: dark);
        await CheckAllAsync(page, ["/portal/sign-on", "/operator/sign-on", "/no-such-page"], width);
        await Chromium.SignOnAsync(page, "demo", "morita");
        await CheckAllAsync(page, Pages.Portal, width);
        await page.GotoAsync("/operator/sign-on");
        await page.Locator("[name=Login]").FillAsync("operator");
        await page.Locator("[name=Password]").FillAsync(await chromium.OperatorPasswordAsync());
        await page.Locator("main form button").First.ClickAsync();
        await CheckAllAsync(page, Pages.Operator, width);
        await page.Context.CloseAsync();
    }

    private static async Task CheckAllAsync(IPage page, IReadOnlyList<string> addresses, int width)
    {
        var faults = new List<string>();
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("status of 404", StringComparison.Ordinal))
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);
        foreach (var address in addresses)
        {
            errors.Clear();
            await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
            var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            if (wide > width)
            {
                faults.Add($"{address}: {wide} px wide at {width}: {await page.EvaluateAsync<string>(Widest)}");
            }

            var small = await page.EvaluateAsync<string[]>(SmallTargets);
            faults.AddRange(small.Select(s => $"{address}: target under 24 px: {s}"));
            if (await page.Locator("h1").CountAsync() != 1)
            {
                faults.Add($"{address}: {await page.Locator("h1").CountAsync()} h1");
            }

            var axe = await page.RunAxe(Wcag22);
            faults.AddRange(axe.Violations.Select(v => $"{address}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
            faults.AddRange(errors.Select(e => $"{address}: console: {e}"));
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(60)));
    }

    private const string Widest = "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')";

    // WCAG 2.2, 2.5.8: links inside a sentence are excepted, as are what is not shown.
    private const string SmallTargets = """
        () => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')].filter(e => {
          const style = getComputedStyle(e), box = e.getBoundingClientRect();
          if (!box.width || !box.height || style.visibility === 'hidden' || e.closest('[hidden], .visually-hidden, .skip-link')) return false;
          if (style.display === 'inline' && e.tagName === 'A') return false;
          const label = e.closest('label')?.getBoundingClientRect();
          return Math.max(box.width, label?.width ?? 0) < 24 || Math.max(box.height, label?.height ?? 0) < 24;
        }).slice(0, 5).map(e => e.outerHTML.slice(0, 140))
        """;
}
