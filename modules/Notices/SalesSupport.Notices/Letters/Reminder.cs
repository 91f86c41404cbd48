using SalesSupport.Abstractions;

namespace SalesSupport.Notices.Letters;

/// <summary>What a letter reminds of: an entry of the schedule that begins soon (R22).</summary>
[NotAudited("Nothing that anybody changes")]
internal sealed class Reminder : ITenantOwned
{
    /// <summary>How long after the beginning a letter that was held up is still worth sending.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15);

    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid LetterId { get; init; }

    public required Guid EntryId { get; init; }

    /// <summary>When the rule of a series puts it; null for a single entry.</summary>
    public DateTimeOffset? OriginalAt { get; init; }

    public required string Title { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required bool AllDay { get; init; }

    public bool IsOver(DateTimeOffset now) => StartsAt + (AllDay ? TimeSpan.FromDays(1) : Late) < now;
}
