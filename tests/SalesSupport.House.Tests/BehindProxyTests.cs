using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>As a proxy that ends TLS calls it: plain HTTP from this machine, under the public name.</summary>
[Trait("Bar", "main-job")]
[Trait("Once", "Sqlite")]
public sealed class BehindProxyTests : IAsyncLifetime
{
    private const string Name = "sales.example.jp";
    private readonly Dictionary<string, string> cookies = [];
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(sample: true, reports: 10, settings: new Dictionary<string, string> { ["PublicAddress"] = $"https://{Name}" });

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Everything_is_made_for_the_public_https_address_and_audit_rows_name_the_visitor()
    {
        var (page, html) = await FollowAsync("/");
        Assert.Equal("/portal/sign-on", page.AbsolutePath);
        (page, html) = await SubmitAsync(html, "/portal/sign-on", ("MemberId", "demo"), ("Login", "morita"), ("Password", TestHost.Password), ("Remember", "true"));
        Assert.Equal("/", page.AbsolutePath);
        (_, html) = await SubmitAsync(html, "/language", ("language", "en"));
        Assert.Contains("lang=\"en\"", html, StringComparison.Ordinal);
        await host.AddOperatorAsync("staff", "asa-no-hikari");
        (_, html) = await FollowAsync("/operator/sign-on");
        (page, html) = await SubmitAsync(html, "/operator/sign-on", ("Login", "staff"), ("Password", "asa-no-hikari"));
        Assert.StartsWith("/operator/", page.AbsolutePath, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        // Every cookie that was set on the way, see SendAsync; these are all there are.
        Assert.Superset(new HashSet<string>(["form", "session", "portal", "portal.account", "language", "operator"]), cookies.Keys.Select(k => k["__Host-salessupport.".Length..]).ToHashSet());

        var addresses = await host.InScopeAsync(TenantScope.IdOf("portal", "demo"), services => services.GetRequiredService<HouseDbContext>().Audit.Where(a => a.Action == "PortalSignedOn" || a.Action == "SignedOn").Select(a => a.Address).ToListAsync());
        Assert.Equal(["203.0.113.7", "203.0.113.7"], addresses);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("evil.example")]
    public async Task No_other_name_is_answered_and_the_page_says_where_to_go(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "/operator/sign-on")) { Headers = { Host = name } };
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("utf-8", answer.Content.Headers.ContentType?.CharSet);
        Assert.Contains("ja", answer.Content.Headers.ContentLanguage);
        Assert.Contains($"href=\"https://{Name}/\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_http_from_a_machine_that_is_no_proxy_is_refused()
    {
        await using var strict = await TestHost.StartAsync(settings: new Dictionary<string, string> { ["PublicAddress"] = $"https://{Name}", ["Proxies"] = "10.0.0.0/8, 192.0.2.1" });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(strict.Address, "/operator/sign-on")) { Headers = { Host = Name } };
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<(Uri Page, string Html)> SubmitAsync(string html, string action, params IEnumerable<(string Name, string Value)> set)
    {
        var form = (await new HtmlParser().ParseDocumentAsync(html)).Forms.First(f => f.GetAttribute("action") == action);
        return await FollowAsync(action, Browser.Fields(form, set));
    }

    private async Task<(Uri Page, string Html)> FollowAsync(string path, IEnumerable<(string Name, string Value)>? fields = null)
    {
        var answer = await SendAsync(path, fields);
        for (var hop = 0; hop < 12 && answer.Headers.Location is { } location; hop++)
        {
            var next = new Uri(new Uri($"https://{Name}{path}"), location);
            Assert.Equal($"https://{Name}", next.GetLeftPart(UriPartial.Authority));
            answer = await SendAsync(path = next.PathAndQuery, null);
        }

        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {html}");
        return (new Uri($"https://{Name}{path}"), html);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, IEnumerable<(string Name, string Value)>? fields)
    {
        using var request = new HttpRequestMessage(fields is null ? HttpMethod.Get : HttpMethod.Post, new Uri(host.Address, path)) { Headers = { Host = Name } };
        request.Headers.Add("X-Forwarded-For", "198.51.100.1, 203.0.113.7");       // what the visitor claims, and what the proxy saw
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}")));
        request.Headers.Accept.ParseAdd("text/html");
        request.Content = fields is null ? null : new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var answer = await client.SendAsync(request);
        Assert.Contains("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            Assert.StartsWith("__Host-salessupport.", cookie, StringComparison.Ordinal);
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("path=/;", cookie, StringComparison.OrdinalIgnoreCase);
            var (name, value) = cookie.Split(';')[0].Split('=', 2) is [var n, var v] ? (n, v) : default;
            if (value.Length == 0)
            {
                cookies.Remove(name);
            }
            else
            {
                cookies[name] = value;
            }
        }

        return answer;
    }
}
