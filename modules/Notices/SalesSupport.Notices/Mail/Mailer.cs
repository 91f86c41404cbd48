using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Text;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Letters;

namespace SalesSupport.Notices.Mail;

/// <summary>Hands mail to the operator's server.</summary>
internal sealed class Mailer(MailSettings settings, TimeProvider clock)
{
    /// <param name="to">The address.</param>
    /// <param name="message">What it says.</param>
    /// <param name="id">The same for the same mail, sent again after its answer was lost: the <c>Message-ID</c>, by which mail systems know it (RFC 5322 3.6.4).</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="NotSent">It was not taken.</exception>
    public async Task SendAsync(string to, Message message, Guid id, CancellationToken cancel)
    {
        if (settings is not { Host: { } host, Sender: { } sender })
        {
            throw new NotSent("MailIsOff");
        }

        using var mail = Compose(sender, to, message, id);
        using var client = new SmtpClient { Timeout = 15000 };
        try
        {
            await client.ConnectAsync(host, settings.Port, settings.Security, cancel);
            if (settings.User is not null)
            {
                await client.AuthenticateAsync(settings.User, settings.Password ?? "", cancel);
            }

            await client.SendAsync(mail, cancel);
        }
        catch (AuthenticationException)
        {
            throw new NotSent("MailLoginRefused");      // the server's words may repeat the password
        }
        catch (SslHandshakeException e)
        {
            throw new NotSent("MailNotSafe", e.Message.Split('\n')[0]);
        }
        catch (SmtpCommandException e)
        {
            // 5yz: the same command would be refused again (RFC 5321 4.2.1). Of all refusals only that of the address is the reader's to mend.
            var ofAddress = e.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)e.StatusCode >= 500;
            throw new NotSent(ofAddress ? "MailAddressRefused" : "MailRefused", $"{(int)e.StatusCode} {e.Message}") { ForGood = ofAddress };
        }
        catch (Exception e) when (e is SocketException or IOException or ProtocolException or TimeoutException or NotSupportedException)
        {
            throw new NotSent("MailNoConnection", e.Message);
        }

        try
        {
            await client.DisconnectAsync(quit: true, cancel);
        }
        catch (Exception e) when (e is IOException or ProtocolException or OperationCanceledException or SocketException)
        {
            // It has been taken all the same.
        }
    }

    internal MimeMessage Compose(MailboxAddress sender, string to, Message message, Guid id)
    {
        var mail = new MimeMessage { Date = clock.GetUtcNow().ToJapan(), MessageId = $"{id:N}@{sender.Address.Split('@')[1]}" };
        mail.From.Add(sender);
        mail.To.Add(new MailboxAddress(null, to));
        mail.Headers.Replace(HeaderId.Subject, MailSubject.EncodingOf(message.Subject), message.Subject);
        mail.Headers.Add("Auto-Submitted", "auto-generated");       // RFC 3834: no out-of-office answers to it
        var body = string.Join("\n\n", message.Lines.Select(Text).Append("-- \n" + Text(message.Footer))) + "\n";
        mail.Body = new TextPart(TextFormat.Plain) { Text = body };
        return mail;
    }

    private static string Text(MessageLine line) => line.Url is null ? line.Text : $"{line.Text}\n{line.Url}";
}
