using Microsoft.Extensions.Configuration;

namespace SalesSupport.Notices.Chat;

/// <summary>
/// Where chat messages may go: <c>Notices:ChatHosts</c>, names or <c>*.</c> and the end of names. Whoever may name any address could have this machine call it. <c>Notices:ChatworkAddress</c> is where
/// Chatwork's interface is.
/// </summary>
internal sealed record ChatSettings(IReadOnlyList<string> Hosts, Uri Chatwork)
{
    private static readonly string[] Known = ["hooks.slack.com", "*.webhook.office.com", "*.logic.azure.com", "*.api.powerplatform.com"];

    public static ChatSettings From(IConfiguration configuration)
    {
        var chatwork = configuration["Notices:ChatworkAddress"] ?? "https://api.chatwork.com/v2/";
        return new ChatSettings(
            configuration.GetSection("Notices:ChatHosts").Get<string[]>() ?? Known,
            Uri.TryCreate(chatwork, UriKind.Absolute, out var address) ? address : throw new InvalidOperationException("Notices:ChatworkAddress is no address."));
    }

    /// <summary>Whether a web hook's address may be called. Plain HTTP only where the operator named the machine itself.</summary>
    public bool Allows(string? typed) =>
        Uri.TryCreate(typed, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && Hosts.Any(h => h == address.IdnHost ? address.Scheme == Uri.UriSchemeHttps || address.IsLoopback
            : h.StartsWith("*.", StringComparison.Ordinal) && address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && address.IdnHost.EndsWith(h[1..], StringComparison.OrdinalIgnoreCase));
}
