using System.ComponentModel.DataAnnotations;
using SalesSupport.Abstractions;

namespace SalesSupport.Notices.Destinations;

/// <summary>When each kind of notice is sent.</summary>
internal abstract class TimesForm
{
    [Required]
    public NoticeTime? Returned { get; set; } = NoticeTime.AtOnce;

    [Required]
    public NoticeTime? Approved { get; set; } = NoticeTime.Daily;

    [Required]
    public NoticeTime? Commented { get; set; } = NoticeTime.AtOnce;

    [Required]
    public NoticeTime? Mentioned { get; set; } = NoticeTime.AtOnce;

    protected void Take(Destination destination) =>
        (Returned, Approved, Commented, Mentioned) = (destination.Returned, destination.Approved, destination.Commented, destination.Mentioned);

    protected void Give(Destination destination) =>
        (destination.Returned, destination.Approved, destination.Commented, destination.Mentioned) = (Returned!.Value, Approved!.Value, Commented!.Value, Mentioned!.Value);
}

/// <summary>Mail.</summary>
internal sealed class MailForm : TimesForm
{
    [PlainText(254)]
    public string? Address { get; set; }

    public bool Reminds { get; set; }

    public static MailForm Of(Destination? stored)
    {
        var form = new MailForm { Address = stored?.Address, Reminds = stored?.Reminds ?? true };
        if (stored is not null)
        {
            form.Take(stored);
        }

        return form;
    }

    /// <exception cref="RuleBroken">It is no mail address, or a code was sent a moment ago.</exception>
    public void ApplyTo(Destination destination, DateTimeOffset now)
    {
        if (!MimeKit.MailboxAddress.TryParse(Address, out var parsed) || parsed.Address != Address || !Address!.Contains('@', StringComparison.Ordinal) || !Address.All(char.IsAscii))
        {
            throw new RuleBroken("AddressInvalid", nameof(Address));
        }

        if (destination.Address != Address)
        {
            destination.AskForCode(now);
            destination.Address = Address;
        }

        (destination.Reminds, destination.Fault) = (Reminds, null);
        Give(destination);
    }
}

/// <summary>A chat service. Secrets that are stored are not shown; left empty they stay.</summary>
internal sealed class ChatForm : TimesForm
{
    public ChatProduct? Service { get; set; }

    /// <summary>Of Slack and Teams.</summary>
    [PlainText(1000)]
    public string? Hook { get; set; }

    /// <summary>Of Chatwork.</summary>
    [PlainText(20)]
    public string? Room { get; set; }

    [PlainText(200)]
    public string? Token { get; set; }

    public static ChatForm Of(Destination? stored)
    {
        var form = new ChatForm { Service = stored?.Service, Room = stored?.Address };
        if (stored is not null)
        {
            form.Take(stored);
        }

        return form;
    }

    /// <exception cref="RuleBroken">Something is missing, or the address is none that may be called.</exception>
    public void ApplyTo(Destination destination, Chat.ChatSettings settings, Secrets secrets)
    {
        var isChatwork = Service == ChatProduct.Chatwork;
        var (typed, field) = isChatwork ? (Token, nameof(Token)) : (Hook, nameof(Hook));
        if (isChatwork && (Room is not { Length: > 0 } || !Room.All(char.IsAsciiDigit)))
        {
            throw new RuleBroken("RoomInvalid", nameof(Room));
        }

        if (typed is { Length: > 0 })
        {
            destination.Secret = isChatwork || settings.Allows(typed) ? secrets.Hide(typed) : throw new RuleBroken("HookInvalid", nameof(Hook));
        }
        else if (destination.Secret is null || destination.Service != Service)
        {
            throw new RuleBroken("SecretMissing", field);
        }

        (destination.Service, destination.Address, destination.Fault) = (Service, isChatwork ? Room! : "", null);
        destination.NeedsNoCode();
        Give(destination);
    }
}

/// <summary>The code of a mail.</summary>
internal sealed class CodeForm
{
    [Required]
    [PlainText(20)]
    public string? Code { get; set; }
}

/// <summary>The page.</summary>
internal sealed record DestinationsPage(Destination? Mail, Destination? Chat, bool MailIsOn)
{
    public MailForm MailForm { get; init; } = MailForm.Of(Mail);

    public ChatForm ChatForm { get; init; } = ChatForm.Of(Chat);

    public CodeForm CodeForm { get; init; } = new();
}
