using System.Linq.Expressions;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Contracts;

namespace SalesSupport.DailyReports.Reports;

/// <summary>日報: what one author did on one day (R20). Its lists read this one table only, so it carries the figures they show.</summary>
internal sealed class DailyReport : Entity, ITenantOwned
{
    public const int MostActivities = 50;
    public const int MostRecipients = 50;
    public const int LongText = 4000;
    public const int ReasonLength = 1000;

    /// <summary>How long an approval can be taken back by whoever gave it. 元に戻す stands on the screen for ten seconds.</summary>
    public static readonly TimeSpan TimeToUndo = TimeSpan.FromMinutes(2);

    private readonly List<Activity> activities = [];

    private DailyReport()
    {
    }

    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose day it is; stays when the report is handed over (R17).</summary>
    public Guid AuthorId { get; private init; }

    /// <summary>Who answers for it now: the author, until a handover.</summary>
    public Guid OwnerId { get; private set; }

    public DateOnly Date { get; private init; }

    public ReportState State { get; private set; }

    /// <summary>
    /// How often its text was written; 0 for one that so far only keeps the place of an unfinished form. Forms carry this and not <see cref="Entity.Version"/>,
    /// which also rises when a manager approves.
    /// </summary>
    public int Revision { get; private set; }

    [NotAudited("follows from the text and the comments")]
    public DateTimeOffset? WrittenAt { get; private set; }

    /// <summary>所感.</summary>
    public string? Note { get; private set; }

    /// <summary>報告先: into whose inbox it goes when submitted.</summary>
    public List<Guid> Recipients { get; private set; } = [];

    public IReadOnlyList<Activity> Activities => activities;

    [NotAudited("the row has its time")]
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>Whether somebody is to approve it; false for one that is final as submitted (no superior, or approval switched off, R27).</summary>
    public bool AwaitsApproval { get; private set; }

    [NotAudited("the row has its time")]
    public DateTimeOffset? ApprovedAt { get; private set; }

    public Guid? ApprovedBy { get; private set; }

    [NotAudited("the row has its time")]
    public DateTimeOffset? ReturnedAt { get; private set; }

    public Guid? ReturnedBy { get; private set; }

    /// <summary>The last reason for which it was returned; stays to be read beside the text until it is approved.</summary>
    public string? ReturnReason { get; private set; }

    /// <summary>The first activity's customer: lists show みなも食品 ほか3件.</summary>
    [NotAudited("follows from the text and the comments")]
    public Guid? LeadCustomerId { get; private set; }

    [NotAudited("follows from the text and the comments")]
    public string? LeadCustomer { get; private set; }

    /// <summary>The beginning of the first text, for lists.</summary>
    [NotAudited("follows from the text and the comments")]
    public string? Excerpt { get; private set; }

    public int ActivityCount { get; private set; }

    [NotAudited("follows from the text and the comments")]
    public int VisitCount { get; private set; }

    [NotAudited("follows from the text and the comments")]
    public int CallCount { get; private set; }

    /// <summary>Different customers.</summary>
    [NotAudited("follows from the text and the comments")]
    public int CustomerCount { get; private set; }

    // Counted by the comments' controller with ExecuteUpdate: a comment must not make the author's open form a conflict.
    [NotAudited("follows from the text and the comments")]
    public int CommentCount { get; private set; }

    [NotAudited("follows from the text and the comments")]
    public DateTimeOffset? LastCommentAt { get; private set; }

    /// <summary>取り込み: by which import it came from another system, or null.</summary>
    [NotAudited("never changes")]
    public Guid? ImportId { get; private init; }

    public bool IsEditable => State is ReportState.Draft or ReportState.Returned;

    /// <summary>The one rule of who sees a report: drafts are private, everything else is open to every user of the member (R25).</summary>
    public static Expression<Func<DailyReport, bool>> VisibleTo(Guid userId) => report => report.State != ReportState.Draft || report.OwnerId == userId;

    public static DailyReport Begin(Guid authorId, DateOnly date) => new() { AuthorId = authorId, OwnerId = authorId, Date = date };

    /// <summary>A report that already stood like this elsewhere (sample data, an import). Records no facts: nothing happens now.</summary>
    public static DailyReport AsItStood(Guid authorId, DateOnly date, WrittenReport written, Standing standing)
    {
        var report = new DailyReport { AuthorId = authorId, OwnerId = authorId, Date = date, ImportId = standing.ImportId };
        report.Write(written, standing.WrittenAt);
        report.State = standing.State;
        report.SubmittedAt = standing.SubmittedAt;
        report.AwaitsApproval = standing.AwaitsApproval;
        (report.ApprovedBy, report.ApprovedAt) = standing.State == ReportState.Approved ? (standing.DecidedBy, standing.DecidedAt) : (null, null);
        (report.ReturnedBy, report.ReturnedAt, report.ReturnReason) = standing.State == ReportState.Returned ? (standing.DecidedBy, standing.DecidedAt, standing.Reason) : (null, null, null);
        report.CommentCount = standing.CommentCount;
        report.LastCommentAt = standing.LastCommentAt;
        return report;
    }

    /// <summary>Replaces the text. Activities keep their identity where the form names it.</summary>
    /// <exception cref="RuleBroken">Not editable, too many activities, or an activity that contradicts itself.</exception>
    public void Write(WrittenReport written, DateTimeOffset now)
    {
        if (!IsEditable)
        {
            throw new RuleBroken(State == ReportState.Approved ? "ApprovedIsFixed" : "SubmittedIsFixed");
        }

        if (written.Activities.Count > MostActivities)
        {
            throw new RuleBroken("TooManyActivities", "Activities", MostActivities);
        }

        for (var i = 0; i < written.Activities.Count; i++)
        {
            if (written.Activities[i].Fault(Date) is { } fault)
            {
                throw new RuleBroken(fault.Key, $"Activities[{i}].{fault.Field}");
            }
        }

        Note = written.Note;
        if (!Recipients.SequenceEqual(written.Recipients))
        {
            Recipients = [.. written.Recipients];
        }

        WriteActivities(written.Activities);
        Revision++;
        WrittenAt = now;
        var withCustomer = written.Activities.Where(a => a.CustomerId is not null).ToArray();
        LeadCustomerId = withCustomer.FirstOrDefault()?.CustomerId;
        LeadCustomer = withCustomer.FirstOrDefault()?.CustomerName;
        CustomerCount = withCustomer.DistinctBy(a => a.CustomerId).Count();
        ActivityCount = written.Activities.Count;
        VisitCount = written.Activities.Count(a => a.Kind == ActivityKind.Visit);
        CallCount = written.Activities.Count(a => a.Kind == ActivityKind.Call);
        Excerpt = Beginning(written.Activities.Select(a => a.Text).Append(Note).FirstOrDefault(t => !string.IsNullOrEmpty(t)));
    }

    /// <param name="approver">Who approves the author's reports now.</param>
    /// <param name="approvalEnabled">The member's setting.</param>
    /// <param name="now">The instant.</param>
    /// <param name="told">Customers that it told of when it was submitted before, each with the latest day of another report, or null.</param>
    /// <exception cref="RuleBroken">Already submitted, or nothing in it.</exception>
    public void Submit(Approver approver, bool approvalEnabled, DateTimeOffset now, IReadOnlyDictionary<Guid, DateOnly?>? told = null)
    {
        if (!IsEditable)
        {
            throw new RuleBroken(State == ReportState.Approved ? "ApprovedIsFixed" : "SubmittedIsFixed");
        }

        if (ActivityCount == 0 && string.IsNullOrEmpty(Note))
        {
            throw new RuleBroken("NothingWritten");
        }

        State = ReportState.Submitted;
        SubmittedAt = now;
        AwaitsApproval = IsAwaited(approver, approvalEnabled);
        Guid[] customers = [.. activities.Select(a => a.CustomerId).OfType<Guid>().Distinct()];
        Record(new ReportSubmitted(Id, AuthorId, Date, customers, told?.Where(t => !customers.Contains(t.Key)).ToDictionary(t => t.Key, t => t.Value)));
    }

    /// <summary>Takes it back before the first approval; it is private again.</summary>
    /// <param name="by">The author.</param>
    /// <param name="latestDates">What remains the latest activity with each of its customers.</param>
    /// <exception cref="RuleBroken">Not the author, or no longer (or not yet) submitted.</exception>
    public void Withdraw(Guid by, IReadOnlyDictionary<Guid, DateOnly?>? latestDates = null)
    {
        if (by != AuthorId)
        {
            throw new RuleBroken("OnlyTheAuthor");
        }

        if (State != ReportState.Submitted)
        {
            throw new RuleBroken(State == ReportState.Approved ? "ApprovedIsFixed" : "NotSubmitted");
        }

        State = ReportState.Draft;
        SubmittedAt = null;
        AwaitsApproval = false;
        Record(new ReportWithdrawn(Id, AuthorId, Date, latestDates ?? new Dictionary<Guid, DateOnly?>()));
    }

    /// <summary>Whether this user decides on it now: the approver, or an administrator when nobody else can act, so that a report is never stuck (R27).</summary>
    public bool MayBeDecidedBy(Guid userId, bool isAdministrator, PeopleBook book)
    {
        var approver = book.ApproverOf(AuthorId);
        return State == ReportState.Submitted && AwaitsApproval && !IsOwnOf(userId) && (approver.Id == userId || (approver.Id is null && isAdministrator));
    }

    /// <exception cref="RuleBroken">One's own, or not submitted.</exception>
    public void Approve(Guid by, DateTimeOffset now)
    {
        CheckDecision(by);
        State = ReportState.Approved;
        ApprovedAt = now;
        ApprovedBy = by;
        AwaitsApproval = false;
        Record(new ReportApproved(Id, AuthorId, Date, by));
    }

    /// <summary>Whether this user has just approved it; its author cannot have changed it since.</summary>
    public bool CanUndoApproval(Guid by, DateTimeOffset now) => State == ReportState.Approved && ApprovedBy == by && now - ApprovedAt <= TimeToUndo;

    /// <summary>元に戻す: it waits for approval again.</summary>
    /// <param name="by">Who had approved it.</param>
    /// <param name="approver">Who approves the author's reports now.</param>
    /// <param name="approvalEnabled">The member's setting.</param>
    /// <param name="now">The instant.</param>
    /// <exception cref="RuleBroken">Not approved, by somebody else, or too long ago.</exception>
    public void UndoApproval(Guid by, Approver approver, bool approvalEnabled, DateTimeOffset now)
    {
        if (!CanUndoApproval(by, now))
        {
            throw new RuleBroken("UndoTooLate");
        }

        State = ReportState.Submitted;
        ApprovedAt = null;
        ApprovedBy = null;
        AwaitsApproval = IsAwaited(approver, approvalEnabled);
        Record(new ReportApprovalUndone(Id, AuthorId, by));
    }

    /// <exception cref="RuleBroken">One's own, not submitted, or no reason.</exception>
    public void Return(Guid by, string? reason, DateTimeOffset now)
    {
        CheckDecision(by);
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleBroken("ReasonMissing", "Reason");
        }

        State = ReportState.Returned;
        ReturnedAt = now;
        ReturnedBy = by;
        ReturnReason = reason;
        AwaitsApproval = false;
        Record(new ReportReturned(Id, AuthorId, Date, by, reason));
    }

    /// <summary>There is no superior any more, or approval was switched off: what was submitted is final as it is (R27).</summary>
    public void NeedNoApproval() => AwaitsApproval = false;

    /// <summary>What it says, in the form in which it was written.</summary>
    public WrittenReport Read() => new(Note, Recipients, [.. activities.OrderBy(a => a.Position).Select(a => a.Read())]);

    private static string? Beginning(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var line = text.ReplaceLineEndings(" ");
        var length = Math.Min(line.Length, 120);
        return line[..(length < line.Length && char.IsHighSurrogate(line[length - 1]) ? length - 1 : length)];
    }

    private static bool IsAwaited(Approver approver, bool approvalEnabled) => approvalEnabled && (approver.Id is not null || approver.Missing);

    private bool IsOwnOf(Guid userId) => userId == AuthorId || userId == OwnerId;

    private void CheckDecision(Guid by)
    {
        if (IsOwnOf(by))
        {
            throw new RuleBroken("NotYourOwn");
        }

        if (State != ReportState.Submitted)
        {
            throw new RuleBroken("NotSubmitted");
        }
    }

    private void WriteActivities(IReadOnlyList<WrittenActivity> written)
    {
        var known = activities.ToDictionary(a => a.Id);
        activities.Clear();
        foreach (var each in written)
        {
            // An id that is not this report's is a new activity, whatever else it may be the id of.
            if (each.Id is not { } id || !known.Remove(id, out var activity))
            {
                activity = new Activity(Id, Date);
            }

            activity.Write(activities.Count, each);
            activities.Add(activity);
        }
    }
}
