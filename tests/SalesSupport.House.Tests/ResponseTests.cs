using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SalesSupport.House.Tests;

[Trait("Bar", "main-job")]
[Trait("Once", "Sqlite")]
public sealed class ResponseTests(ResponseHost fixture) : IClassFixture<ResponseHost>
{
    private readonly TestHost host = fixture.Host;

    [Theory]
    [InlineData("/operator/sign-on", 200)]
    [InlineData("/no-such-page", 404)]
    [InlineData("/error/500", 404)]
    [Requirement("R45")]
    public async Task Every_answer_names_its_charset_and_language_and_carries_the_safety_headers(string path, int status)
    {
        using var browser = host.NewBrowser();
        var page = await browser.GetAsync(path);
        Assert.Equal(status, (int)page.Status);
        Assert.Equal("utf-8", page.Response.Content.Headers.ContentType!.CharSet);
        Assert.Contains("ja", page.Response.Content.Headers.ContentLanguage);
        Assert.Equal("ja", page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Contains("script-src 'self'", string.Join(' ', page.Response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", string.Join(' ', page.Response.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(page.Response.Headers.CacheControl!.NoStore);
        Assert.False(page.Response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/dist/app.js")]
    [InlineData("/dist/app.css")]
    [InlineData("/favicon.svg")]
    [Requirement("R45")]
    public async Task A_file_names_its_charset_and_language_too(string path)
    {
        using var browser = host.NewBrowser();
        var page = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("utf-8", page.Response.Content.Headers.ContentType!.CharSet);
        Assert.Contains("ja", page.Response.Content.Headers.ContentLanguage);
    }

    [Theory]
    [InlineData("DELETE", "/customers")]
    [InlineData("TRACE", "/customers")]
    [InlineData("PUT", "/operator/sign-on")]
    [InlineData("GET", "/sign-out")]
    [InlineData("POST", "/help")]
    public async Task A_wrong_method_is_told_so_and_which_are_right(string method, string path)
    {
        using var browser = await host.SignOnAsync("demo", "sato");
        foreach (var one in new[] { host.NewBrowser(), browser })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await one.SendAsync(request);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.NotEmpty(answer.Content.Headers.Allow);
        }
    }

    [Theory]
    [InlineData("/customers")]
    [InlineData("/portal/sign-on")]
    [InlineData("/operator/sign-on")]
    public async Task The_head_of_a_page_is_what_getting_it_says(string path)
    {
        using var browser = await host.SignOnAsync("demo", "sato");
        using var get = new HttpRequestMessage(HttpMethod.Get, path);
        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        using var whole = await browser.SendAsync(get);
        using var answer = await browser.SendAsync(head);
        Assert.Equal(whole.StatusCode, answer.StatusCode);
        Assert.Equal(whole.Content.Headers.ContentType, answer.Content.Headers.ContentType);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "Login=a%00b&Password=x&__RequestVerificationToken={0}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"Login\"\r\n\r\nabc", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data", "abc", HttpStatusCode.BadRequest)]
    public async Task A_form_that_is_broken_is_not_called_too_large(string type, string body, HttpStatusCode status)
    {
        using var browser = host.NewBrowser();
        var token = await browser.TokenAsync("/operator/sign-on");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/sign-on") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.Replace("{0}", Uri.EscapeDataString(token), StringComparison.Ordinal))) };
        request.Content.Headers.Add("Content-Type", type);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await browser.SendAsync(request);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(status == HttpStatusCode.UnprocessableEntity ? "制御文字" : "読み取れないところ", text, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("R46")]
    public async Task A_person_picks_the_language()
    {
        using var browser = host.NewBrowser();
        await browser.PostAsync("/language", ("language", "en"), ("returnUrl", "/operator/sign-on"));
        var page = await browser.GetAsync("/operator/sign-on");
        Assert.Equal("en", page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Contains("Operator sign-on", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("/%5Cevil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("//here@evil.example/")]
    [InlineData("https:evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task No_redirect_leaves_the_site(string target)
    {
        using var browser = await host.SignOnAsync("demo", "okabe");
        using var keeper = host.NewBrowser();
        var escaped = Uri.EscapeDataString(target);
        foreach (var page in new[]
        {
            await browser.PostAsync("/language", ("language", "ja"), ("returnUrl", target)),
            await browser.PostAsync("/reports/approvals", ("returnUrl", target)),
            await browser.GetAsync($"/sign-in?returnUrl={escaped}"),
            await browser.GetAsync($"/portal/sign-on?returnUrl={escaped}"),
            await keeper.PostAsync("/operator/sign-on", ("Login", "keeper"), ("Password", "asa-no-hikari"), ("ReturnUrl", target)),
        })
        {
            Assert.Equal(host.Address.Authority, page.Address.Authority);
            Assert.Contains((int)page.Status, new[] { 200, 400, 404, 422 });
        }
    }

    [Fact]
    public async Task Another_site_is_not_told_that_it_may_read()
    {
        using var browser = await host.SignOnAsync("demo", "sato");
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Options })
        {
            using var request = new HttpRequestMessage(method, "/customers");
            request.Headers.Add("Origin", "https://evil.example");
            request.Headers.Add("Access-Control-Request-Method", "GET");
            using var answer = await browser.SendAsync(request);
            Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_host_name_that_is_not_ours_is_refused()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /operator/sign-on HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/html; charset=utf-8", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Content-Language: ja", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("このアドレスでは開けません", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_with_a_stale_token_is_refused_and_keeps_what_was_typed()
    {
        using var browser = host.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/sign-on")
        {
            Content = new FormUrlEncodedContent([new("Login", "打った文字"), new("Password", "himitsu"), new("__RequestVerificationToken", "stale")]),
        };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var response = await browser.SendAsync(request);
        var html = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("1", string.Join("", response.Headers.GetValues("X-Stale-Token")));
        Assert.Contains("打った文字", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain("himitsu", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_from_another_site_is_refused_and_its_words_are_not_shown_back()
    {
        using var browser = host.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/sign-on") { Content = new FormUrlEncodedContent([new("Login", "よその言葉")]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Origin", "https://evil.example");
        using var response = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("よその言葉", WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_with_ten_thousand_fields_gets_a_clear_refusal()
    {
        using var browser = host.NewBrowser();
        var page = await browser.PostAsync("/operator/sign-on", Enumerable.Range(0, 10_000).Select(i => ($"Activities[{i}].Text", "x")));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, page.Status);
        Assert.Contains("内容が大きすぎます", page.Text, StringComparison.Ordinal);
    }
}

/// <summary>One host that all of them ask.</summary>
public sealed class ResponseHost : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync(sample: true, reports: 10);
        await Host.AddOperatorAsync("keeper", "asa-no-hikari");
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
