using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace SalesSupport.Testing.Groupware;

/// <summary>An event as it stands in a groupware.</summary>
/// <param name="Path">Its path, unescaped.</param>
/// <param name="Text">Its iCalendar text.</param>
public sealed record CalDavEvent(string Path, string? ETag, string Text)
{
    /// <summary>The value of the first line of that name, unfolded and as it stands, such as <c>SUMMARY</c>; null when there is none.</summary>
    public string? this[string name] =>
        Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n ", "", StringComparison.Ordinal).Replace("\n\t", "", StringComparison.Ordinal).Split('\n')
            .SkipWhile(l => l != "BEGIN:VEVENT").FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.Ordinal) || l.StartsWith(name + ";", StringComparison.Ordinal))?.Split(':', 2)[1];
}

/// <summary>A real CalDAV server of this machine, and what its users do with their own programs. Knows nothing of the product's client.</summary>
public abstract class CalDavServer : IAsyncDisposable
{
    private readonly SemaphoreSlim one = new(1);
    private readonly ConcurrentDictionary<string, string> passwords = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>What a member types.</summary>
    public abstract Uri Address { get; }

    /// <summary>An account that may write to everybody's calendars.</summary>
    public string Service => "service";

    public string ServicePassword => "Service-1";

    public string PasswordOf(string user) => passwords[user];

    /// <summary>Path of a user's calendar, unescaped.</summary>
    public abstract string CalendarPath(string user);

    /// <summary>Makes an account with its calendar.</summary>
    public async Task AddAccountAsync(string user, string password)
    {
        await SetPasswordAsync(user, password);
        await AddCalendarAsync(user);
    }

    /// <summary>Makes an account, without a calendar where the server makes none by itself; or gives it another password.</summary>
    public async Task SetPasswordAsync(string user, string password)
    {
        passwords[user] = password;
        await WriteAsync();
    }

    public async Task RemoveAccountAsync(string user)
    {
        passwords.TryRemove(user, out _);
        await WriteAsync();
    }

    public abstract Task AddCalendarAsync(string user);

    /// <summary>What stands in a user's calendar.</summary>
    public async Task<IReadOnlyList<CalDavEvent>> EventsAsync(string user)
    {
        var (status, _, body) = await SendAsync("PROPFIND", user, CalendarPath(user), depth: 1);
        if (status != HttpStatusCode.MultiStatus)
        {
            throw new InvalidOperationException($"{CalendarPath(user)}: {status} {body}");
        }

        XNamespace dav = "DAV:";
        var events = new List<CalDavEvent>();
        foreach (var path in XDocument.Parse(body).Descendants(dav + "href").Select(h => Uri.UnescapeDataString(h.Value)).Distinct().Where(p => p.TrimEnd('/') != CalendarPath(user).TrimEnd('/') && p.EndsWith(".ics", StringComparison.Ordinal)))
        {
            var (found, etag, text) = await SendAsync("GET", user, path);
            if (found == HttpStatusCode.OK)
            {
                events.Add(new CalDavEvent(path, etag, text));
            }
        }

        return events;
    }

    /// <summary>Puts an event as a user's own program would; <paramref name="path"/> whole, or a name within the user's calendar.</summary>
    public async Task PutAsync(string user, string path, string text)
    {
        var (status, _, body) = await SendAsync("PUT", user, Full(user, path), text);
        if ((int)status is not (200 or 201 or 204))
        {
            throw new InvalidOperationException($"PUT {path}: {status} {body}");
        }
    }

    /// <summary>Changes the text of an event as a user's own program would.</summary>
    public async Task EditAsync(string user, string path, string from, string to)
    {
        var (_, _, text) = await SendAsync("GET", user, Full(user, path));
        await PutAsync(user, path, text.Contains(from, StringComparison.Ordinal) ? text.Replace(from, to, StringComparison.Ordinal) : throw new InvalidOperationException($"There is no {from} in {text}"));
    }

    public async Task DeleteAsync(string user, string path)
    {
        var (status, _, body) = await SendAsync("DELETE", user, Full(user, path));
        if ((int)status is not (200 or 204))
        {
            throw new InvalidOperationException($"DELETE {path}: {status} {body}");
        }
    }

    /// <summary>Any request, as a user.</summary>
    public async Task<(HttpStatusCode Status, string? ETag, string Body)> SendAsync(string method, string user, string path, string? text = null, int? depth = null, string? type = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, string.Join('/', path.Split('/').Select(Uri.EscapeDataString))));
        request.Headers.ConnectionClose = true;
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{passwords[user]}")));
        if (depth is { } levels)
        {
            request.Headers.Add("Depth", levels.ToString(CultureInfo.InvariantCulture));
        }

        if (text is not null)
        {
            request.Content = new StringContent(text, Encoding.UTF8, type ?? (text.StartsWith('<') ? "application/xml" : "text/calendar"));
        }

        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, answer.Headers.NonValidated.TryGetValues("ETag", out var etag) ? etag.ToString() : null, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Ends the server; its data stays.</summary>
    public abstract Task StopAsync();

    public abstract Task StartAgainAsync();

    /// <summary>SIGSTOP: it takes connections and answers nothing.</summary>
    public abstract void Freeze();

    public abstract void Thaw();

    public virtual ValueTask DisposeAsync()
    {
        http.Dispose();
        one.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether it answers HTTP, with whatever status.</summary>
    protected async Task<bool> AnswersAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, address);
        request.Headers.ConnectionClose = true;
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode is not (502 or 503 or 504);
    }

    protected abstract Task WriteAccountsAsync(IReadOnlyDictionary<string, string> accounts);

    private async Task WriteAsync()
    {
        await one.WaitAsync();
        try
        {
            await WriteAccountsAsync(passwords);
        }
        finally
        {
            one.Release();
        }
    }

    private string Full(string user, string path) => path.StartsWith('/') ? path : CalendarPath(user) + path;
}
