using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SalesSupport.House.Tests;

/// <summary>Logs are read and copied by people who may not read what members write.</summary>
[Trait("Bar", "main-job")]
public sealed class LogTests
{
    [Fact]
    public async Task No_line_of_the_log_holds_a_password_a_cookie_a_code_a_name_or_what_people_wrote()
    {
        var lines = new Lines();
        // As it is delivered, and each refusal and fault on the way.
        await using var host = await TestHost.StartAsync(
            sample: true, reports: 5, settings: new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Information" }, services: s => s.AddSingleton<ILoggerProvider>(lines));
        using var browser = host.NewBrowser();
        await browser.PostAsync("/portal/sign-on", ("MemberId", "demo"), ("Login", "sato"), ("Password", "machigai-no-himitsu"));
        await browser.SignOnAsync("demo", "sato", TestHost.Password);
        using var keeper = host.NewBrowser();
        await keeper.PostAsync("/operator/sign-on", ("Login", "operator"), ("Password", "machigai-no-himitsu"));
        var written = await browser.PostAsync("/customers/quick", ("Name", "ひみつの商会"));
        Assert.Equal(HttpStatusCode.OK, written.Status);
        await browser.GetAsync("/search?q=" + Uri.EscapeDataString("ひみつの商会"));
        await browser.PostAsync("/customers/quick", ("Name", new string('秘', 200)));
        await browser.GetAsync("/signin-oidc?code=himitsu-no-code&state=himitsu-no-state");
        var cookies = browser.CookieHeader.Split("; ").Select(c => c.Split('=', 2)[1]).Where(v => v.Length > 20).ToArray();
        Assert.NotEmpty(cookies);

        lines.CreateLogger("SalesSupport").LogInformation("{Line}", "the log is being read");
        Assert.Contains(lines.All, l => l.Contains("being read", StringComparison.Ordinal));
        foreach (var secret in cookies.Concat([TestHost.Password, "machigai-no-himitsu", "ひみつの商会", Uri.EscapeDataString("ひみつの商会"), "秘秘秘", "himitsu-no-code", "himitsu-no-state", "佐藤", "eyJ"]))
        {
            Assert.DoesNotContain(lines.All, l => l.Contains(secret, StringComparison.Ordinal));
        }
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
