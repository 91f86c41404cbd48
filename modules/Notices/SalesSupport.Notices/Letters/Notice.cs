using SalesSupport.Abstractions;

namespace SalesSupport.Notices.Letters;

/// <summary>What people are told of.</summary>
internal enum NoticeKind
{
    Returned,
    Approved,
    Commented,
    Mentioned,
}

/// <summary>The ways to a person.</summary>
internal enum Channel
{
    Mail,
    Chat,
}

/// <summary>One thing that one person is told on one channel. It has no text of the report or comment: those stay in the house.</summary>
[NotAudited("The change that caused it is audited")]
internal sealed class Notice : ITenantOwned
{
    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    public required Channel Channel { get; init; }

    public required NoticeKind Kind { get; init; }

    public required Guid ReportId { get; init; }

    public required Guid AuthorId { get; init; }

    public required DateOnly ReportDate { get; init; }

    public required Guid ById { get; init; }

    public Guid? CommentId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The letter that tells it; null until the next digest.</summary>
    public Guid? LetterId { get; set; }
}
