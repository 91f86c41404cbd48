using System.Collections.Concurrent;
using System.Net;

namespace SalesSupport.House.Tests.SeveralHosts;

/// <summary>What was sent and what was answered with success, by a text that nothing else has.</summary>
internal sealed class Promises
{
    private readonly ConcurrentDictionary<string, bool> sent = new();
    private readonly ConcurrentQueue<string> strange = new();

    /// <summary>Answered with success, so that it must be there; once.</summary>
    public IReadOnlyCollection<string> Kept => [.. sent.Where(s => s.Value).Select(s => s.Key)];

    /// <summary>All, answered or not: what is there beside them nobody sent.</summary>
    public IReadOnlyCollection<string> Sent => [.. sent.Keys];

    /// <summary>Answers that no killed host explains.</summary>
    public IReadOnlyCollection<string> Strange => strange;

    /// <summary>Sends something until <paramref name="stop"/> says so. What is cut off or answered by nginx for a host that is gone may be there or not.</summary>
    /// <param name="word">Whose it is.</param>
    /// <param name="send">Sends the text that it is given; null when there is nothing to send any more.</param>
    /// <param name="stop">Ends it.</param>
    public async Task StreamAsync(string word, Func<string, int, Task<HttpResponseMessage?>> send, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var text = $"複数台 {word} #{number:0000}";
            try
            {
                using var answer = await send(text, number);
                if (answer is null)
                {
                    return;
                }

                if (answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther && answer.Headers.Location?.OriginalString.Contains("sign-", StringComparison.Ordinal) == false)
                {
                    sent[text] = true;
                }
                else if (answer.StatusCode is not (HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout))
                {
                    strange.Enqueue($"{text}: {answer.StatusCode} {answer.Headers.Location} {Words(await answer.Content.ReadAsStringAsync(CancellationToken.None))}");
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // the page before it broke off in the middle
            }
            catch (Exception e)
            {
                strange.Enqueue($"{text}: {e.GetType().Name} {Words(e.Message)}");
            }

            await Task.Delay(40, CancellationToken.None);
        }
    }

    public void Sends(string text) => sent[text] = false;

    private static string Words(string text) => text.Length > 300 ? text[..300] : text;
}
