using MediatR;
using SalesSupport.Abstractions;

namespace SalesSupport.Notices.Letters;

internal enum LetterKind
{
    /// <summary>One notice, at once.</summary>
    Notice,

    /// <summary>A day's notices together.</summary>
    Digest,

    /// <summary>An entry of the schedule begins soon.</summary>
    Reminder,

    /// <summary>Asked for by the user, to see whether it arrives.</summary>
    Test,

    /// <summary>The code that shows that a mail address is the user's own.</summary>
    Code,
}

/// <summary>A letter waits to be sent. Published by this module to itself, for the outbox.</summary>
internal sealed record LetterDue(Guid LetterId, Guid UserId, Channel Channel, LetterKind Kind) : INotification;

/// <summary>One message to one person on one channel.</summary>
[NotAudited("The change that caused it is audited")]
internal sealed class Letter : Entity, ITenantOwned
{
    private Letter()
    {
    }

    public Guid TenantId { get; private set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public Guid UserId { get; private init; }

    public Channel Channel { get; private init; }

    public LetterKind Kind { get; private init; }

    public DateTimeOffset MadeAt { get; private init; }

    public DateTimeOffset? SentAt { get; set; }

    public static Letter To(Guid userId, Channel channel, LetterKind kind, DateTimeOffset now)
    {
        var letter = new Letter { UserId = userId, Channel = channel, Kind = kind, MadeAt = now };
        letter.Record(new LetterDue(letter.Id, userId, channel, kind));
        return letter;
    }
}
