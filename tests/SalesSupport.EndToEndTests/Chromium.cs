using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace SalesSupport.EndToEndTests;

/// <summary>One demo host and one headless Chromium (Debian's) for all browser tests of this program.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>A query that makes any page fail as by a fault of ours, so that its error page can be looked at.</summary>
    public const string Fault = "fault=fault";

    private IPlaywright? playwright;

    public TestHost Host { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync(sample: true, reports: 400, services: s => s.Configure<MvcOptions>(o => o.Filters.Add(new Failing())));
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("SALESSUPPORT_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A page of a new browser profile.</summary>
    /// <param name="width">Window width in CSS pixels.</param>
    /// <param name="language">Accept-Language.</param>
    /// <param name="dark">Whether the person prefers dark.</param>
    /// <param name="address">Another host than <see cref="Host"/>.</param>
    public async Task<IPage> PageAsync(int width = 1440, string language = "ja", bool dark = false, string? address = null)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address ?? Host.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = width < 700 ? 780 : 900 },
            Locale = language,
            TimezoneId = "Asia/Tokyo",
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = width < 700,
        });
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    public async Task<IPage> SignedOnAsync(string login, int width = 1440, string language = "ja", bool dark = false)
    {
        var page = await PageAsync(width, language, dark);
        await SignOnAsync(page, "demo", login);
        return page;
    }

    /// <summary>Gives the operator a known password, as the verb <c>operator add</c> would.</summary>
    public async Task<string> OperatorPasswordAsync()
    {
        await SalesSupport.Host.Operators.OperatorVerb.SetAsync(Host.Services, "operator", "moriage-no-asa", CancellationToken.None);
        return "moriage-no-asa";
    }

    public static async Task SignOnAsync(IPage page, string memberId, string login)
    {
        await page.GotoAsync("/");
        await page.Locator("[name=MemberId]").FillAsync(memberId);
        await page.Locator("[name=Login]").FillAsync(login);
        await page.Locator("[name=Password]").FillAsync(TestHost.Password);
        await page.Locator("main form button[type=submit], main form button:not([type])").First.ClickAsync();
        await ArriveAsync(page, p => p == "/");
    }

    /// <summary>Waits until the page at this path stands and its script has run. Asks the page again and again: whoever waits for a navigation's events waits for ever when they came first.</summary>
    /// <exception cref="TimeoutException">Not there after a minute.</exception>
    public static async Task ArriveAsync(IPage page, Predicate<string> path)
    {
        var waited = Stopwatch.StartNew();
        while (!path(new Uri(page.Url).AbsolutePath) || !await IsLoadedAsync(page))
        {
            if (waited.Elapsed > TimeSpan.FromMinutes(1))
            {
                throw new TimeoutException($"Still at {page.Url}.");
            }

            await Task.Delay(50);
        }
    }

    private static async Task<bool> IsLoadedAsync(IPage page)
    {
        try
        {
            return await page.EvaluateAsync<bool>("() => document.readyState === 'complete'");
        }
        catch (PlaywrightException)
        {
            return false;       // the page went away while it was asked
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        playwright?.Dispose();
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }
    }

    private sealed class Failing : IActionFilter
    {
        public void OnActionExecuting(ActionExecutingContext context)
        {
            if (context.HttpContext.Request.QueryString.Value == "?" + Fault && context.HttpContext.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>() is null)
            {
                throw new InvalidOperationException("A fault that a test asked for.");
            }
        }

        public void OnActionExecuted(ActionExecutedContext context)
        {
        }
    }
}

/// <summary>All tests of this program are in it, one after the other: browsers, killed hosts and whole databases at once would measure the machine.</summary>
[CollectionDefinition("Chromium")]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>;
