using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Contracts;

namespace SalesSupport.DailyReports.Comments;

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

    /// <param name="reportId">The report.</param>
    /// <param name="reportAuthorId">Its author.</param>
    /// <param name="by">Who says it.</param>
    /// <param name="text">What.</param>
    /// <param name="now">The instant.</param>
    /// <param name="id">The id that the form carried, so that a form sent twice says it once; null for a new one.</param>
    public static Comment On(Guid reportId, Guid reportAuthorId, Guid by, string text, DateTimeOffset now, Guid? id = null)
    {
        var comment = new Comment { Id = id ?? Guid.CreateVersion7(), ReportId = reportId, ById = by, At = now, Text = text };
        comment.Record(new ReportCommented(reportId, reportAuthorId, by, comment.Id));
        return comment;
    }

    /// <summary>A comment that already stood elsewhere (sample data, an import). Records no fact: nobody says it now.</summary>
    public static Comment AsItStood(Guid reportId, Guid by, string text, DateTimeOffset at) => new() { Id = Guid.CreateVersion7(), ReportId = reportId, ById = by, At = at, Text = text };

    /// <summary>元に戻す: it is said again, to the same people.</summary>
    /// <param name="reportAuthorId">The report's author.</param>
    public void Restore(Guid reportAuthorId) => Record(new ReportCommented(ReportId, reportAuthorId, ById, Id));

    public void Edit(string text, DateTimeOffset now)
    {
        if (text != Text)
        {
            Text = text;
            EditedAt = now;
        }
    }
}
