using SalesSupport.Abstractions;

namespace SalesSupport.DailyReports.Reports;

/// <summary>活動: one thing done on the report's day. Written only through its report.</summary>
[NotAudited("its report counts each saving")]
internal sealed class Activity : ITenantOwned
{
    internal Activity(Guid reportId, DateOnly date)
    {
        ReportId = reportId;
        Date = date;
    }

    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid ReportId { get; private set; }

    /// <summary>The report's date, copied so that a customer's timeline is read from one index.</summary>
    public DateOnly Date { get; private set; }

    /// <summary>Order within the report, from 0.</summary>
    public int Position { get; private set; }

    public ActivityKind Kind { get; private set; }

    public Guid? CustomerId { get; private set; }

    public Guid? ContactId { get; private set; }

    public TimeOnly? Start { get; private set; }

    public TimeOnly? End { get; private set; }

    public VisitPurpose? Purpose { get; private set; }

    public TalkResult? Result { get; private set; }

    public ProspectLevel? Prospect { get; private set; }

    public string? NextAction { get; private set; }

    public DateOnly? NextActionOn { get; private set; }

    public string? Text { get; private set; }

    /// <summary>The entry of the schedule that it was made of, so that it is offered once; or null. Not a reference: the entry may be gone.</summary>
    public Guid? EntryId { get; private set; }

    /// <summary>Of a series which instance, by when its rule puts it; null for a single entry.</summary>
    public DateTimeOffset? EntryOriginalAt { get; private set; }

    internal void Write(int position, WrittenActivity written)
    {
        Position = position;
        Kind = written.Kind;
        CustomerId = written.CustomerId;
        ContactId = written.ContactId;
        Start = written.Start;
        End = written.End;
        Purpose = written.Purpose;
        Result = written.Result;
        Prospect = written.Prospect;
        NextAction = written.NextAction;
        NextActionOn = written.NextActionOn;
        Text = written.Text;
        EntryId = written.Entry?.Id;
        EntryOriginalAt = written.Entry?.OriginalAt;
    }

    internal WrittenActivity Read() => new(Id, Kind, CustomerId, null, ContactId, Start, End, Purpose, Result, Prospect, NextAction, NextActionOn, Text, EntryKey.Of(EntryId, EntryOriginalAt));
}
