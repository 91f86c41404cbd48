using System.ComponentModel.DataAnnotations;
using System.Globalization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Entries;
using SalesSupport.Schedules.FreeTimes;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Forms;

/// <summary>How the form says a rule.</summary>
internal enum RepeatChoice
{
    None,
    Daily,
    Weekdays,
    Weekly,
    MonthDay,
    MonthWeekday,
    MonthEnd,
    Yearly,
}

/// <summary>Until when.</summary>
internal enum RepeatEnd
{
    Never,
    Until,
    Count,
}

/// <summary>The form of an entry, as typed.</summary>
internal sealed class EntryForm
{
    /// <summary>Made with the empty form; the entry's id, so that a form sent twice makes one.</summary>
    public Guid FormId { get; set; }

    public int Version { get; set; }

    /// <summary>Which instance of a series, as its rule puts it.</summary>
    public string? At { get; set; }

    public string? Scope { get; set; }

    [Required, PlainText(Entry.TitleLength)]
    public string? Title { get; set; }

    public string? Kind { get; set; }

    [PlainText(20)]
    public string? StartDate { get; set; }

    [PlainText(20)]
    public string? StartTime { get; set; }

    [PlainText(20)]
    public string? EndDate { get; set; }

    [PlainText(20)]
    public string? EndTime { get; set; }

    public bool AllDay { get; set; }

    public string? CustomerId { get; set; }

    [PlainText(120)]
    public string? CustomerName { get; set; }

    public string? ContactId { get; set; }

    [PlainText(200)]
    public string? Place { get; set; }

    [PlainText(500)]
    public string? MeetingUrl { get; set; }

    /// <summary>Who takes part besides the owner.</summary>
    public List<string> People { get; set; } = [];

    public string? Repeat { get; set; }

    /// <summary>Days of a weekly rule; none for the day of the first.</summary>
    public List<string> Days { get; set; } = [];

    [PlainText(10)]
    public string? Interval { get; set; }

    public string? Ends { get; set; }

    [PlainText(20)]
    public string? Until { get; set; }

    [PlainText(10)]
    public string? Count { get; set; }

    public string? Remind { get; set; }

    [PlainText(Entry.NotesLength, Lines = true)]
    public string? Notes { get; set; }

    public bool Private { get; set; }

    public EditScope EditScope => Enum.TryParse<EditScope>(Scope, out var scope) && Enum.IsDefined(scope) ? scope : EditScope.All;

    /// <summary>The form of what is stored: of a series as a whole its first instance, else the instance that is meant.</summary>
    public static EntryForm Of(Instance instance, EditScope scope)
    {
        var entry = instance.Entry;
        var whole = scope == EditScope.All || instance.Original is null;
        var (time, words) = whole ? (entry.Time(), entry.Words()) : scope == EditScope.Following ? (instance.Time with { Start = instance.Original!.Value, End = instance.Original.Value + (entry.Time().End - entry.Time().Start) }, entry.Words()) : (instance.Time, instance.Words);
        var form = new EntryForm
        {
            Version = entry.Version,
            At = instance.Original is { } at ? EntryAddress.Text(at) : null,
            Scope = instance.Original is null ? null : scope.ToString(),
            Title = words.Title,
            Kind = entry.Kind.ToString(),
            CustomerId = words.CustomerId?.ToString(),
            CustomerName = words.CustomerName,
            ContactId = words.ContactId?.ToString(),
            Place = words.Place,
            MeetingUrl = words.MeetingUrl,
            People = [.. entry.People.Where(p => p != entry.OwnerId).Select(p => p.ToString())],
            Remind = entry.RemindMinutes?.ToString(CultureInfo.InvariantCulture),
            Notes = words.Notes,
            Private = words.Private,
        };
        form.Take(time);
        if (scope != EditScope.This || instance.Original is null)
        {
            form.Take(entry.Repeat(), entry, whole ? null : instance.Original);
        }

        return form;
    }

    public void Take(EntryTime time)
    {
        AllDay = time.AllDay;
        StartDate = Text(DateOnly.FromDateTime(time.Start));
        EndDate = Text(DateOnly.FromDateTime(time.AllDay ? time.End.AddDays(-1) : time.End));
        StartTime = time.AllDay ? null : time.Start.ToString("H:mm", CultureInfo.InvariantCulture);
        EndTime = time.AllDay ? null : time.End.ToString("H:mm", CultureInfo.InvariantCulture);
    }

    private void Take(Repeat? repeat, Entry entry, DateTime? from)
    {
        Repeat = Choice(repeat).ToString();
        if (repeat is null)
        {
            return;
        }

        Days = repeat is { Every: Frequency.Weekly, Days: { } days } && Choice(repeat) == RepeatChoice.Weekly ? [.. days.Select(d => d.ToString())] : [];
        Interval = repeat.Interval.ToString(CultureInfo.InvariantCulture);
        Ends = (repeat.Until is not null ? RepeatEnd.Until : repeat.Count is not null ? RepeatEnd.Count : RepeatEnd.Never).ToString();
        Until = repeat.Until is { } until ? Text(until) : null;
        var start = DateOnly.FromDateTime(entry.Time().Start);
        // Those that are left from there on.
        var gone = repeat.Count is not null && from is { } at ? RecurrenceDays.Between(start, repeat, start, DateOnly.FromDateTime(at).AddDays(-1)).Count() : 0;
        Count = (repeat.Count - gone)?.ToString(CultureInfo.InvariantCulture);
    }

    private static RepeatChoice Choice(Repeat? repeat) => repeat switch
    {
        null => RepeatChoice.None,
        { Every: Frequency.Daily } => RepeatChoice.Daily,
        { Every: Frequency.Weekly, Interval: 1, Days: { } days } when days.Order().SequenceEqual(Repeating.Repeat.Weekdays.Order()) => RepeatChoice.Weekdays,
        { Every: Frequency.Weekly } => RepeatChoice.Weekly,
        { Every: Frequency.Monthly, Nth: not null } => RepeatChoice.MonthWeekday,
        { Every: Frequency.Monthly, MonthDay: -1 } => RepeatChoice.MonthEnd,
        { Every: Frequency.Monthly } => RepeatChoice.MonthDay,
        _ => RepeatChoice.Yearly,
    };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What the page around the form shows.</summary>
/// <param name="Book">For names.</param>
/// <param name="OwnerId">Whose entry it is.</param>
/// <param name="PickerUrl">Where customers are found; null hides the field.</param>
/// <param name="Contacts">The chosen customer's people.</param>
/// <param name="EntryId">The entry, or null for a new one.</param>
/// <param name="IsSeries">It is one of a series.</param>
/// <param name="Conflict">Somebody else saved meanwhile.</param>
/// <param name="Clashes">Who has something else at that time.</param>
internal sealed record FormPage(PeopleBook Book, Guid OwnerId, string? PickerUrl, IReadOnlyList<EntryContact> Contacts, Guid? EntryId, bool IsSeries, Conflict? Conflict, IReadOnlyList<Clash> Clashes);
