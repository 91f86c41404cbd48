using System.Security.Cryptography;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Letters;

namespace SalesSupport.Notices.Destinations;

/// <summary>When a kind of notice is sent.</summary>
internal enum NoticeTime
{
    AtOnce,
    Daily,
    Never,
}

/// <summary>Where a chat message goes.</summary>
internal enum ChatProduct
{
    Slack,
    Teams,
    Chatwork,
}

/// <summary>Where and when a user wants to be told on one channel. Mail needs an address that they have shown to be theirs.</summary>
internal sealed class Destination : Entity, ITenantOwned
{
    private const int MostTries = 5;
    private static readonly TimeSpan CodeLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan BetweenCodes = TimeSpan.FromMinutes(1);

    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>The mail address, Chatwork's room, or nothing where the address itself is the secret.</summary>
    public string Address { get; set; } = "";

    public ChatProduct? Service { get; set; }

    /// <summary>A web hook's address or Chatwork's token, encrypted by <see cref="Secrets"/>.</summary>
    [NotAudited("a secret")]
    public string? Secret { get; set; }

    public NoticeTime Returned { get; set; }

    public NoticeTime Approved { get; set; }

    public NoticeTime Commented { get; set; }

    public NoticeTime Mentioned { get; set; }

    /// <summary>Whether entries of the schedule that begin soon are told.</summary>
    public bool Reminds { get; set; }

    /// <summary>What the user read the form in.</summary>
    [NotAudited("comes with the form")]
    public string Language { get; set; } = "ja";

    [NotAudited("follows from the address and its code")]
    public bool IsConfirmed { get; private set; }

    [NotAudited("a secret")]
    public string? Code { get; private set; }

    [NotAudited("follows from the code")]
    public DateTimeOffset? CodeUntil { get; private set; }

    [NotAudited("follows from the code")]
    public int CodeTries { get; private set; }

    /// <summary>Key of the text that says why nothing goes there any more; null while all is well.</summary>
    [NotAudited("what the other side said, not a choice")]
    public string? Fault { get; set; }

    public NoticeTime TimeOf(NoticeKind kind) => !IsConfirmed || Fault is not null ? NoticeTime.Never : kind switch
    {
        NoticeKind.Returned => Returned,
        NoticeKind.Approved => Approved,
        NoticeKind.Commented => Commented,
        _ => Mentioned,
    };

    public bool Takes(Letter letter) => letter.Kind == LetterKind.Code ? Code is not null : IsConfirmed && (Fault is null || letter.Kind == LetterKind.Test);

    /// <summary>The address is not yet known to be the user's: a code goes there.</summary>
    /// <exception cref="RuleBroken">One was sent within the last minute: nobody's mailbox can be filled from here.</exception>
    public void AskForCode(DateTimeOffset now)
    {
        if (CodeUntil - CodeLife > now - BetweenCodes)
        {
            throw new RuleBroken("CodeJustSent", "Address");
        }

        IsConfirmed = false;
        Code = RandomNumberGenerator.GetString("0123456789", 6);
        (CodeUntil, CodeTries) = (now + CodeLife, 0);
    }

    /// <summary>Taken out and put in again, it still knows when a code was sent last.</summary>
    public void RemembersCode(DateTimeOffset? at) => CodeUntil = at + CodeLife;

    /// <exception cref="RuleBroken">It is another code, too late, or tried too often.</exception>
    public void Confirm(string typed, DateTimeOffset now)
    {
        if (Code is null || CodeUntil < now || CodeTries >= MostTries)
        {
            throw new RuleBroken("CodeOver", "Code");
        }

        CodeTries++;
        if (!CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(Code), System.Text.Encoding.UTF8.GetBytes(typed)))
        {
            throw new RuleBroken("CodeWrong", "Code");
        }

        NeedsNoCode();
    }

    /// <summary>Whoever knows a web hook's address or a token may post there.</summary>
    public void NeedsNoCode() => (IsConfirmed, Code, CodeTries) = (true, null, 0);
}
