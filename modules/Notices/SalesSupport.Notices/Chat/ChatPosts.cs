using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Destinations;
using SalesSupport.Notices.Letters;

namespace SalesSupport.Notices.Chat;

/// <summary>Posts to incoming web hooks of chat services, each in its own form.</summary>
internal sealed class ChatPosts(IHttpClientFactory clients, ChatSettings settings, Secrets secrets, TimeProvider clock)
{
    /// <exception cref="NotSent">It was not taken.</exception>
    public async Task SendAsync(Destination destination, Message message, CancellationToken cancel)
    {
        var secret = secrets.Read(destination.Secret) ?? throw new NotSent("ChatSecretLost") { ForGood = true };
        using var request = destination.Service switch
        {
            ChatProduct.Slack => Hook(secret, ChatForms.Slack(message)),
            ChatProduct.Teams => Hook(secret, ChatForms.Teams(message)),
            _ => Chatwork(destination.Address, secret, ChatForms.Chatwork(message)),
        };
        using var client = clients.CreateClient(Outgoing.Client);
        try
        {
            using var response = await client.SendAsync(request, cancel);
            if (!response.IsSuccessStatusCode)
            {
                throw Fault(response, await response.Content.ReadAsStringAsync(cancel));
            }
        }
        catch (HttpRequestException e)
        {
            throw new NotSent("ChatNoConnection", e.Message);
        }
    }

    private HttpRequestMessage Hook(string address, object form) => settings.Allows(address)
        ? new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(form) }
        : throw new NotSent("ChatAddressRefused") { ForGood = true };       // the operator has taken it off the list since

    private HttpRequestMessage Chatwork(string room, string token, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Chatwork, $"rooms/{Uri.EscapeDataString(room)}/messages")) { Content = new FormUrlEncodedContent([new("body", body)]) };
        request.Headers.Add("X-ChatWorkToken", token);
        return request;
    }

    private NotSent Fault(HttpResponseMessage response, string body)
    {
        var detail = $"{(int)response.StatusCode} {PlainTextAttribute.Clean(body, 200)}";
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new NotSent("ChatBusy", detail) { After = RetryAfter(response) },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new NotSent("ChatLoginRefused", detail) { ForGood = true },
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new NotSent("ChatGone", detail) { ForGood = true },
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout => new NotSent("ChatRefused", detail) { ForGood = true },
            _ => new NotSent("ChatFault", detail),
        };
    }

    // Seconds or a date (RFC 9110 10.2.3); Chatwork says by its own header when it counts anew.
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var now = clock.GetUtcNow();
        return response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - now
            : response.Headers.TryGetValues("x-ratelimit-reset", out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(at) - now
            : null;
    }
}
