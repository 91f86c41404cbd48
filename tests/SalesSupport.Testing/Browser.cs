using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace SalesSupport.Testing;

/// <summary>A page as it was answered.</summary>
/// <param name="Status">HTTP status of the last answer.</param>
/// <param name="Address">Where redirects ended.</param>
/// <param name="Html">The body as text.</param>
/// <param name="Document">The body, parsed.</param>
/// <param name="Response">The last answer, for its headers.</param>
public sealed record Page(HttpStatusCode Status, Uri Address, string Html, IHtmlDocument Document, HttpResponseMessage Response)
{
    /// <summary>The visible words of the page.</summary>
    public string Text => Document.Body?.TextContent ?? "";

    /// <summary>The form that the page is there for.</summary>
    public IHtmlFormElement MainForm => Document.Forms.Single(f => f.HasAttribute("data-main"));

    /// <summary>The one form whose action begins with this path (or the page's only form when null).</summary>
    public IHtmlFormElement Form(string? action = null) =>
        Document.Forms.First(f => action is null || (f.GetAttribute("action") ?? Address.AbsolutePath).StartsWith(action, StringComparison.Ordinal));
}

/// <summary>A browser without script: cookies, redirects followed by hand, forms filled as they stand on the page.</summary>
public sealed class Browser : IDisposable
{
    private readonly Uri address;
    private readonly Cookies cookies;
    private readonly HttpClient client;

    public Browser(Uri address)
    {
        this.address = address;
        cookies = new Cookies(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        client = new HttpClient(cookies) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client => client;

    /// <summary>The cookies as a request would carry them, for a client that sends a great many.</summary>
    public string CookieHeader => cookies.Header(address);

    public async Task<Page> GetAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        return await FollowAsync(await SendAsync(request));
    }

    /// <summary>Posts fields with a fresh antiforgery token, as a page of the product would.</summary>
    public async Task<Page> PostAsync(string url, params IEnumerable<(string Name, string Value)> fields)
    {
        var token = await TokenAsync(url);
        return await FollowAsync(await SendFormAsync(url, fields.Append(("__RequestVerificationToken", token)), url));
    }

    /// <summary>Posts a form as it was put together by hand, its antiforgery token included.</summary>
    public async Task<Page> PostAsync(string url, HttpContent form) => await FollowAsync(await SendFormAsync(url, form, url));

    /// <summary>Submits a form of a page with everything it holds, after setting the given fields.</summary>
    public async Task<Page> SubmitAsync(Page page, IHtmlFormElement form, params IEnumerable<(string Name, string Value)> set) =>
        await FollowAsync(await SendFormAsync(form.GetAttribute("action") is { Length: > 0 } path ? path : page.Address.PathAndQuery, Fields(form, set), page.Address.PathAndQuery));

    /// <summary>What a form would send as it stands, after setting the given fields.</summary>
    public static IReadOnlyList<(string Name, string Value)> Fields(IHtmlFormElement form, params IEnumerable<(string Name, string Value)> set)
    {
        var fields = new List<(string Name, string Value)>();
        foreach (var element in form.Elements.OfType<IHtmlElement>())
        {
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                case IHtmlInputElement { Type: "submit" or "button" or "image" }:
                    break;
                case IHtmlInputElement { Name.Length: > 0 } input:
                    fields.Add((input.Name!, input.Value));
                    break;
                case IHtmlTextAreaElement { Name.Length: > 0 } area:
                    fields.Add((area.Name!, area.Value));
                    break;
                case IHtmlSelectElement { Name.Length: > 0 } select:
                    fields.Add((select.Name!, select.Value ?? ""));
                    break;
            }
        }

        foreach (var (name, value) in set)
        {
            fields.RemoveAll(f => f.Name == name);
            fields.Add((name, value));
        }

        return fields;
    }

    /// <summary>Posts fields, which hold the antiforgery token already, and gives the answer itself, redirect or not.</summary>
    public Task<HttpResponseMessage> SendFormAsync(string action, IEnumerable<(string Name, string Value)> fields, string? page = null) =>
        SendFormAsync(action, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))), page);

    /// <summary>A fresh antiforgery token, as the script of a page asks for one.</summary>
    public async Task<string> TokenAsync(string page = "/")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/antiforgery");
        request.Headers.Referrer = new Uri(address, page);
        using var answer = await client.SendAsync(request);
        var json = await answer.Content.ReadAsStringAsync();
        return System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("token").GetString()!;
    }

    public async Task SignOnAsync(string memberId, string login, string password)
    {
        var page = await GetAsync("/");
        page = await SubmitAsync(page, page.Form("/portal/sign-on"), ("MemberId", memberId), ("Login", login), ("Password", password));
        if (page.Address.AbsolutePath.StartsWith("/portal", StringComparison.Ordinal) || (int)page.Status >= 400)
        {
            throw new InvalidOperationException($"Signing on as {memberId}/{login} ended at {page.Address} with {page.Status}: {page.Text.Trim()}");
        }
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (request.Headers.Accept.Count == 0)
        {
            request.Headers.Accept.ParseAdd("text/html");
        }

        if (request.Headers.AcceptLanguage.Count == 0)
        {
            request.Headers.AcceptLanguage.ParseAdd("ja");
        }

        return await client.SendAsync(request);
    }

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> SendFormAsync(string action, HttpContent form, string? page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        request.Headers.Referrer = page is null ? null : new Uri(address, page);
        return await SendAsync(request);
    }

    private async Task<Page> FollowAsync(HttpResponseMessage response)
    {
        for (var hop = 0; hop < 12 && response.Headers.Location is { } location; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(response.RequestMessage!.RequestUri!, location));
            response = await SendAsync(request);
        }

        var html = await response.Content.ReadAsStringAsync();
        return new Page(response.StatusCode, response.RequestMessage!.RequestUri!, html, await new HtmlParser().ParseDocumentAsync(html), response);
    }
}
