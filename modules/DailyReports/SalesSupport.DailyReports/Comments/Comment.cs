using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Contracts;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Comments;

/// <summary>The report that is commented on.</summary>
internal sealed record CommentedReport(Guid Id, Guid AuthorId, Guid OwnerId, DateOnly Date, ReportState State)
{
    /// <summary>Who has commented on it before.</summary>
    public IReadOnlyList<Guid> CommenterIds { get; init; } = [];

    /// <exception cref="RuleBroken">It is a draft: private, so that nothing said to it may reach those who commented while it was open.</exception>
    public void CheckCommentable()
    {
        if (State == ReportState.Draft)
        {
            throw new RuleBroken("DraftHasNoComments");
        }
    }

    public bool IsOwnOf(Guid userId) => userId == AuthorId || userId == OwnerId;
}

/// <summary>What a colleague or manager said to a report. Stays when its writer is deleted (R17).</summary>
internal sealed class Comment : Entity, ITenantOwned
{
    public const int TextLength = 2000;

    private Comment()
    {
    }

    public Guid TenantId { get; private set; }

    public Guid Id { get; private init; }

    public Guid ReportId { get; private init; }

    public Guid ById { get; private init; }

    public DateTimeOffset At { get; private init; }

    public DateTimeOffset? EditedAt { get; private set; }

    public string Text { get; private set; } = "";

    /// <param name="report">The report.</param>
    /// <param name="by">Who says it.</param>
    /// <param name="text">What.</param>
    /// <param name="book">Whom it may mention.</param>
    /// <param name="now">The instant.</param>
    /// <param name="id">The id that the form carried, so that a form sent twice says it once; null for a new one.</param>
    public static Comment On(CommentedReport report, Guid by, string text, PeopleBook book, DateTimeOffset now, Guid? id = null)
    {
        var comment = new Comment { Id = id ?? Guid.CreateVersion7(), ReportId = report.Id, ById = by, At = now, Text = text };
        comment.Say(report, book);
        return comment;
    }

    /// <summary>A comment that already stood elsewhere (sample data, an import). Records no fact: nobody says it now.</summary>
    public static Comment AsItStood(Guid reportId, Guid by, string text, DateTimeOffset at) => new() { Id = Guid.CreateVersion7(), ReportId = reportId, ById = by, At = at, Text = text };

    /// <summary>Says it to those whom it concerns; again, when it is brought back (元に戻す).</summary>
    public void Say(CommentedReport report, PeopleBook book) => Record(new ReportCommented(
        ReportId,
        report.AuthorId,
        report.Date,
        ById,
        Id,
        [.. report.CommenterIds.Append(report.AuthorId).Append(report.OwnerId).Distinct().Where(p => p != ById && book.Find(p) is not null)],
        [.. Mentions.In(Text, book).Where(p => p != ById)]));

    public void Delete() => Record(new ReportCommentDeleted(ReportId, Id));

    public void Edit(string text, DateTimeOffset now)
    {
        if (text != Text)
        {
            Text = text;
            EditedAt = now;
        }
    }
}
