using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using SalesSupport.Abstractions;

namespace SalesSupport.GroupwareSync.CalDav;

/// <summary>Under which condition a server may write.</summary>
/// <param name="IfMatch">Only when the resource has this ETag.</param>
/// <param name="IfNone">Only when there is no resource.</param>
internal readonly record struct DavCondition(string? IfMatch, bool IfNone)
{
    public static DavCondition None => default;

    public static DavCondition Absent => new(null, IfNone: true);

    public static DavCondition Unchanged(string? etag) => new(etag, IfNone: false);
}

/// <summary>
/// One account at a WebDAV server. Each request sends the password, has a connection of its own (Radicale speaks HTTP/1.0 and closes; a request that is sent again by itself on another connection
/// might write twice), ends after ten seconds and reads 5 MB at most. Redirects are followed here, in the same origin only, with method and password. Whatever has no answer is a <see cref="DavTrouble"/>.
/// </summary>
internal sealed class DavClient
{
    public const int MostBytes = 5 << 20;
    private const int MostRedirects = 5;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);
    private readonly HttpClient http;
    private readonly AuthenticationHeaderValue password;

    private DavClient(HttpClient http, Uri address, string user, string password)
    {
        this.http = http;
        this.password = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        (Address, User) = (address, user);
    }

    /// <summary>What was typed as the server's address.</summary>
    public Uri Address { get; }

    public string User { get; }

    /// <summary>Whether any request had an answer.</summary>
    public bool HasAnswer { get; private set; }

    public static DavClient Of(IHttpClientFactory clients, Uri address, string user, string password) => new(clients.CreateClient(Outgoing.Client), new Uri(Shown(address)), user, password);

    /// <summary>An address without what could be a password in it.</summary>
    public static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    public static bool SameOrigin(Uri a, Uri b) => Uri.Compare(a, b, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    public Task<DavAnswer> OptionsAsync(Uri address, CancellationToken cancel) => SendAsync(HttpMethod.Options, address, null, null, default, cancel);

    public Task<DavAnswer> PropFindAsync(Uri address, int depth, CancellationToken cancel, params XName[] properties) =>
        SendAsync(new HttpMethod("PROPFIND"), address, Xml(new XElement(DavNames.Dav + "propfind", new XElement(DavNames.Dav + "prop", properties.Select(p => new XElement(p))))), depth, default, cancel);

    public Task<DavAnswer> ReportAsync(Uri address, XElement what, CancellationToken cancel) => SendAsync(new HttpMethod("REPORT"), address, Xml(what), 1, default, cancel);

    public Task<DavAnswer> GetAsync(Uri address, CancellationToken cancel) => SendAsync(HttpMethod.Get, address, null, null, default, cancel);

    public Task<DavAnswer> PutAsync(Uri address, string text, DavCondition condition, CancellationToken cancel) =>
        SendAsync(HttpMethod.Put, address, (text, "text/calendar"), null, condition, cancel);

    public Task<DavAnswer> DeleteAsync(Uri address, DavCondition condition, CancellationToken cancel) => SendAsync(HttpMethod.Delete, address, null, null, condition, cancel);

    private static (string Text, string Type) Xml(XElement what) => ("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + what.ToString(SaveOptions.DisableFormatting), "application/xml");

    private async Task<DavAnswer> SendAsync(HttpMethod method, Uri address, (string Text, string Type)? body, int? depth, DavCondition condition, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(MostTime);
        try
        {
            for (var hop = 0; ; hop++)
            {
                using var request = Request(method, address, body, depth, condition);
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, time.Token);
                if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect) || response.Headers.Location is not { } location)
                {
                    var answer = await AnswerAsync(response, address, time.Token);
                    HasAnswer = true;
                    return answer;
                }

                var next = new Uri(address, location);
                if (!SameOrigin(next, Address))
                {
                    throw new DavTrouble(DavTroubleKind.Elsewhere, Shown(next));
                }

                address = hop < MostRedirects ? next : throw new DavTrouble(DavTroubleKind.NotCalDav, address.Host);
            }
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new DavTrouble(DavTroubleKind.TooSlow, address.Host, mayHaveHappened: true, e);
        }
        catch (HttpRequestException e)
        {
            throw DavTrouble.Of(e, address);
        }
        catch (IOException e)
        {
            throw new DavTrouble(DavTroubleKind.Unreachable, address.Host, mayHaveHappened: true, e);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address, (string Text, string Type)? body, int? depth, DavCondition condition)
    {
        // The password goes to the server that was typed and to no other.
        var request = SameOrigin(address, Address) ? new HttpRequestMessage(method, address) : throw new DavTrouble(DavTroubleKind.Elsewhere, Shown(address));
        request.Headers.ConnectionClose = true;
        request.Headers.Authorization = password;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("SalesSupport", null));
        if (depth is { } levels)
        {
            request.Headers.Add("Depth", levels.ToString(CultureInfo.InvariantCulture));
        }

        if (condition.IfNone)
        {
            request.Headers.Add("If-None-Match", "*");
        }
        else if (condition.IfMatch is { } etag)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        if (body is var (text, type))
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));        // knows its length: not every server takes chunks
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type, "utf-8");
        }

        return request;
    }

    private static async Task<DavAnswer> AnswerAsync(HttpResponseMessage response, Uri address, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var kept = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (kept.Length + read > MostBytes)
            {
                throw new DavTrouble(DavTroubleKind.TooBig, address.Host, mayHaveHappened: true);
            }

            kept.Write(buffer, 0, read);
        }

        var etag = response.Headers.NonValidated.TryGetValues("ETag", out var etags) ? DavAnswer.Usable(etags.ToString()) : null;
        var dav = response.Headers.NonValidated.TryGetValues("DAV", out var classes) ? string.Join(',', classes) : "";
        return new DavAnswer(response.StatusCode, address, etag, dav, Text(kept, response.Content.Headers.ContentType?.CharSet));
    }

    private static string Text(MemoryStream kept, string? charset)
    {
        kept.Position = 0;
        Encoding encoding;
        try
        {
            encoding = charset is null ? Encoding.UTF8 : Encoding.GetEncoding(charset.Trim('"'));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)       // such as UTF-7
        {
            encoding = Encoding.UTF8;
        }

        using var reader = new StreamReader(kept, encoding);
        return reader.ReadToEnd();
    }
}
