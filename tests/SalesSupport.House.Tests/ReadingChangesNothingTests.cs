using System.Net;
using System.Text.RegularExpressions;

namespace SalesSupport.House.Tests;

/// <summary>A link may be followed by anything, a mail program, a crawler, the browser in advance: following one changes nothing.</summary>
[Trait("Bar", "main-job")]
[Requirement("R51")]
public sealed partial class ReadingChangesNothingTests
{
    // That somebody was here is kept once in a while; what they see does not follow from it.
    [GeneratedRegex("^UPDATE \"IdentityBridge_Sessions\"[^;]*SET \"LastSeenAt\" = [^,]*WHERE", RegexOptions.ExplicitCapture)]
    private static partial Regex SeenAgain();

    [Fact]
    public async Task Following_every_link_as_everybody_writes_nothing()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: 120);
        await host.AddOperatorAsync("keeper", TestHost.Password);
        var kinds = new HashSet<string>();
        foreach (var login in new[] { "morita", "okabe", "sato", "keeper" })
        {
            using var browser = login == "keeper" ? await OperatorAsync(host) : await host.SignOnAsync("demo", login);
            host.Statements.Clear();
            await foreach (var (address, page) in LinkWalk.VisitAsync(browser, login == "keeper" ? ["/operator/members", "/operator/modules", "/operator/audit"] : ["/", "/portal"]))
            {
                Assert.True(page.Status == HttpStatusCode.OK, $"{login} {address}: {page.Status}");
                kinds.Add(Id().Replace(address.Split('?')[0], "*"));
                var written = host.Statements.All.Where(s => Writes().IsMatch(s) && !SeenAgain().IsMatch(s)).ToArray();
                Assert.True(written.Length == 0, $"{login} {address}:\n{string.Join('\n', written)}");
                host.Statements.Clear();
            }
        }

        Assert.True(kinds.Count >= 40, $"only {kinds.Count} kinds of pages: {string.Join(' ', kinds.Order(StringComparer.Ordinal))}");
    }

    private static async Task<Browser> OperatorAsync(TestHost host)
    {
        var browser = host.NewBrowser();
        var page = await browser.GetAsync("/operator/sign-on");
        page = await browser.SubmitAsync(page, page.Form("/operator/sign-on"), ("Login", "keeper"), ("Password", TestHost.Password));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return browser;
    }

    [GeneratedRegex(@"^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Writes();

    [GeneratedRegex("[0-9a-fA-F]{8}-?[0-9a-fA-F-]{22,27}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?|[0-9]+")]
    private static partial Regex Id();
}
