using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Letters;
using SalesSupport.Notices.Mail;

namespace SalesSupport.Notices.Alerts;

/// <summary>Tells the operator by mail (<c>Operator:Mail</c>) and web hook (<c>Operator:Hook</c>), in <c>Operator:Language</c>.</summary>
internal sealed class AlertLetters(IConfiguration configuration, Mailer mailer, IHttpClientFactory clients, IOwnAddress own, IStringLocalizer<Texts> texts, ILogger<AlertLetters> log)
{
    private readonly string? mail = configuration["Operator:Mail"] is { Length: > 0 } named ? named : null;
    private readonly Uri? hook = Address(configuration["Operator:Hook"]);
    private readonly CultureInfo language = CultureInfo.GetCultureInfo(configuration["Operator:Language"] ?? "ja");

    /// <summary>Tells what is yet to be told. A channel that fails is tried again at the next look; one that is not set is told nothing.</summary>
    public async Task TellAsync(Alert alert, CancellationToken cancel)
    {
        if (alert.Next(alert.Mail) is { } byMail && await WorksAsync(mail is null ? null : c => mailer.SendAsync(mail, Write(alert), IdOf(alert), c), cancel))
        {
            alert.Mail = byMail;
        }

        if (alert.Next(alert.Hook) is { } byHook && await WorksAsync(hook is null ? null : c => PostAsync(hook, Write(alert), c), cancel))
        {
            alert.Hook = byHook;
        }
    }

    private async Task<bool> WorksAsync(Func<CancellationToken, Task>? send, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            await (send?.Invoke(patience.Token) ?? Task.CompletedTask);
            return true;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("The operator could not be told, trying again: {Fault}", e is NotSent told ? told.Why : e.GetType().Name);
            return false;
        }
    }

    private async Task PostAsync(Uri address, Message message, CancellationToken cancel)
    {
        using var client = clients.CreateClient(Outgoing.Client);
        using var answer = await client.PostAsJsonAsync(address, new { text = $"{message.Subject}\n{string.Join('\n', message.Lines.Select(l => l.Text))}" }, cancel);
        answer.EnsureSuccessStatusCode();
    }

    private Message Write(Alert alert)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = language;
        try
        {
            var known = texts[$"Alert.{alert.Check}"];
            var what = known.ResourceNotFound ? alert.Check : known.Value;
            var at = (alert.OverSince ?? alert.Since).ToJapan().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            var where = alert.Key.Contains('@', StringComparison.Ordinal) ? alert.Key.Split('@')[1] : own.Public.Host;
            return new Message(
                texts[alert.IsOn ? "AlertBegunSubject" : "AlertOverSubject", what],
                [new MessageLine(texts[alert.IsOn ? "AlertBegunText" : "AlertOverText", what, where, at], null), .. alert.IsOn && alert.Detail.Length > 0 ? [new MessageLine(alert.Detail, null)] : Array.Empty<MessageLine>()],
                new MessageLine(texts["AlertFooter"], new Uri(own.Public, "/operator")));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    // Told a second time after a crash, it is the same mail.
    private static Guid IdOf(Alert alert)
    {
        var bytes = alert.Id.ToByteArray();
        bytes[15] ^= (byte)(alert.IsOn ? 0 : 1);
        return new Guid(bytes);
    }

    private static Uri? Address(string? typed) => string.IsNullOrEmpty(typed) ? null
        : Uri.TryCreate(typed, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? address
        : throw new InvalidOperationException("Operator:Hook is no address such as https://hooks.example.jp/…");
}
