using SalesSupport.Abstractions;

namespace SalesSupport.DailyReports.Inbox;

/// <summary>Why something lies in an inbox.</summary>
internal enum InboxReason
{
    /// <summary>A report was submitted to this person. At most one of these per report is unread.</summary>
    Submitted,

    /// <summary>This person's report, or one that this person commented on, was commented on.</summary>
    Commented,

    /// <summary>This person's report was returned.</summary>
    Returned,
}

/// <summary>受信: one thing that came to one person. Whether a report waits for approval is not kept here: it follows from who approves whom now.</summary>
[NotAudited("The change that caused it is audited")]
internal sealed class InboxItem : ITenantOwned
{
    public const int TextLength = 120;

    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    public required InboxReason Reason { get; init; }

    public required Guid ReportId { get; init; }

    /// <summary>Who caused it.</summary>
    public required Guid ById { get; init; }

    /// <summary>The comment, for <see cref="InboxReason.Commented"/>.</summary>
    public Guid? CommentId { get; init; }

    /// <summary>The day it came (Japan); the inbox is ordered by (Date, Id).</summary>
    public required DateOnly Date { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The beginning of the comment or reason, or null.</summary>
    public string? Text { get; set; }

    public DateTimeOffset? ReadAt { get; set; }

    public bool IsUnread { get; set; } = true;

    /// <summary>As much of a text as a line of the inbox shows.</summary>
    public static string Beginning(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        var length = Math.Min(line.Length, TextLength);
        return line[..(length < line.Length && char.IsHighSurrogate(line[length - 1]) ? length - 1 : length)];
    }
}
