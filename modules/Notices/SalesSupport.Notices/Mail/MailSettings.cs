using System.Globalization;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace SalesSupport.Notices.Mail;

/// <summary>The operator's mail server: <c>Mail:Host</c>, <c>Port</c>, <c>Security</c>, <c>User</c>, <c>Password</c> and <c>From</c>. Without a host no mail is offered.</summary>
internal sealed record MailSettings(string? Host, int Port, SecureSocketOptions Security, string? User, string? Password, MailboxAddress? Sender)
{
    public bool IsOn => Host is not null;

    /// <exception cref="InvalidOperationException">A setting cannot be used; it is named.</exception>
    public static MailSettings Of(IConfiguration configuration)
    {
        var mail = configuration.GetSection("Mail");
        if (mail["Host"] is not { Length: > 0 } host)
        {
            return new MailSettings(null, 0, SecureSocketOptions.None, null, null, null);
        }

        var security = (mail["Security"] ?? "StartTls") switch
        {
            "StartTls" => SecureSocketOptions.StartTls,
            "Tls" => SecureSocketOptions.SslOnConnect,
            "None" => SecureSocketOptions.None,
            var other => throw new InvalidOperationException($"Mail:Security is {other}; known are StartTls, Tls and None."),
        };
        if (!int.TryParse(mail["Port"] ?? "587", NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            throw new InvalidOperationException("Mail:Port is no port number.");
        }

        if (!MailboxAddress.TryParse(mail["From"], out var sender) || !sender.Address.Contains('@', StringComparison.Ordinal))
        {
            throw new InvalidOperationException("Mail:From is missing, or no mail address: who mail comes from, such as noreply@example.jp.");
        }

        return new MailSettings(host, port, security, mail["User"] is { Length: > 0 } user ? user : null, mail["Password"], sender);
    }
}
