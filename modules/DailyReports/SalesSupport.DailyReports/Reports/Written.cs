namespace SalesSupport.DailyReports.Reports;

/// <summary>What an author wrote, once it has been read: the content of a report without its state.</summary>
internal sealed record WrittenReport(string? Note, IReadOnlyList<Guid> Recipients, IReadOnlyList<WrittenActivity> Activities)
{
    /// <summary>Whether both say the same, whichever rows it is kept in: so the second of two identical posts is known.</summary>
    public bool SaysTheSame(WrittenReport other) =>
        Note == other.Note
        && Recipients.SequenceEqual(other.Recipients)
        && Activities.Select(Content).SequenceEqual(other.Activities.Select(Content));

    private static WrittenActivity Content(WrittenActivity activity) => activity with { Id = null, CustomerName = null };
}

/// <summary>One activity as written: <c>Id</c> is the stored activity that it changes, or null for a new one; <c>CustomerName</c> is the customer's name now, for lists.</summary>
internal sealed record WrittenActivity(
    Guid? Id,
    ActivityKind Kind,
    Guid? CustomerId = null,
    string? CustomerName = null,
    Guid? ContactId = null,
    TimeOnly? Start = null,
    TimeOnly? End = null,
    VisitPurpose? Purpose = null,
    TalkResult? Result = null,
    ProspectLevel? Prospect = null,
    string? NextAction = null,
    DateOnly? NextActionOn = null,
    string? Text = null,
    EntryKey? Entry = null)
{
    /// <summary>The rule that it breaks, as a key of the words and the field it belongs to, or null.</summary>
    public (string Key, string Field)? Fault(DateOnly date) =>
        End is not null && Start is null ? ("StartMissing", nameof(Start))
        : End < Start ? ("EndBeforeStart", nameof(End))
        : NextActionOn < date ? ("NextActionInThePast", nameof(NextActionOn))
        : null;
}
