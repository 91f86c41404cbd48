using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Entries;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Forms;

/// <summary>Makes an entry of what was typed, and puts what cannot be understood beside its field.</summary>
internal sealed partial class FormReading(EntryCustomers customers, IPeople people, IStringLocalizer<Texts> texts)
{
    public static IReadOnlyList<int> RemindChoices { get; } = [0, 10, 30, 60, 1440];

    /// <param name="form">As typed.</param>
    /// <param name="stored">The instance that is changed, or null for a new entry: what it says already may stay, whatever has become of it.</param>
    /// <param name="state">Gets what is wrong.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>What was written, to be used only when <paramref name="state"/> is still valid; null when an id in it is not found (404).</returns>
    public async Task<WrittenEntry?> ReadAsync(EntryForm form, Instance? stored, ModelStateDictionary state, CancellationToken cancel)
    {
        var (kept, ids) = (stored?.Words, await PeopleAsync(form, stored?.Entry.People ?? [], state, cancel));
        var (known, customer) = await CustomerAsync(form, kept, state, cancel);
        if (ids is null || !known)
        {
            return null;
        }

        var contactId = Id(form.ContactId);
        var contact = customer is null ? null : customer.Contacts.FirstOrDefault(c => c.Id == contactId)?.Name ?? (contactId is not null && kept?.ContactId == contactId && kept.CustomerId == customer.Id ? kept.ContactName : null);
        if (form.ContactId is not null && contact is null)
        {
            state.AddModelError(nameof(form.ContactId), texts["ContactUnknown"]);
        }

        var time = Time(form, state);
        return new WrittenEntry(
            Word<EntryKind>(form.Kind, nameof(form.Kind), state) ?? EntryKind.Plan,
            new EntryWords(form.Title ?? "", customer?.Id, customer?.Name, contact is null ? null : contactId, contact, form.Place, Address(form.MeetingUrl, state), form.Notes, form.Private),
            time,
            Repeat(form, time, state),
            ids,
            Remind(form.Remind, state));
    }

    private async Task<IReadOnlyList<Guid>?> PeopleAsync(EntryForm form, IReadOnlyList<Guid> kept, ModelStateDictionary state, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        var ids = new List<Guid>();
        foreach (var typed in form.People)
        {
            if (!Guid.TryParse(typed, out var id))
            {
                state.AddModelError(nameof(form.People), HouseTexts.Get("ValueInvalid"));
            }
            else if (book.Find(id) is null && !kept.Contains(id))
            {
                return null;
            }
            else
            {
                ids.Add(id);
            }
        }

        return [.. ids.Distinct()];
    }

    private async Task<(bool Known, EntryCustomer? Customer)> CustomerAsync(EntryForm form, EntryWords? kept, ModelStateDictionary state, CancellationToken cancel)
    {
        if (form.CustomerId is null)
        {
            if (form.CustomerName is not null)
            {
                state.AddModelError(nameof(form.CustomerName), texts["CustomerNotChosen"]);
            }

            return (true, null);
        }

        if (Id(form.CustomerId) is not { } id)
        {
            state.AddModelError(nameof(form.CustomerName), texts["CustomerUnknown"]);
            return (true, null);
        }

        if (await customers.FindAsync(id, cancel) is { } found)
        {
            return (true, found);
        }

        if (kept?.CustomerId == id)
        {
            return (true, new EntryCustomer(id, kept.CustomerName ?? "", []));
        }

        if (customers.IsSilent)
        {
            state.AddModelError(nameof(form.CustomerName), texts["CustomerUnknown"]);
            return (true, null);
        }

        return (false, null);
    }

    /// <summary>When, as far as it can be understood; what cannot is said beside its field.</summary>
    public EntryTime Time(EntryForm form, ModelStateDictionary state)
    {
        var start = Date(form.StartDate, nameof(form.StartDate), state, required: true);
        var end = form.EndDate is null ? start : Date(form.EndDate, nameof(form.EndDate), state, required: false);
        var (from, to) = form.AllDay ? (TimeOnly.MinValue, TimeOnly.MinValue) : (Clock(form.StartTime, nameof(form.StartTime), state), Clock(form.EndTime, nameof(form.EndTime), state));
        if (start is not { } first || end is not { } last || from is not { } begin || to is not { } until)
        {
            return new EntryTime(form.AllDay, DateTime.UnixEpoch, DateTime.UnixEpoch.AddHours(1));
        }

        var time = new EntryTime(form.AllDay, first.ToDateTime(begin), (form.AllDay ? last.AddDays(1) : last).ToDateTime(until));
        try
        {
            Entry.CheckTime(time, form.Repeat is not null and not nameof(RepeatChoice.None));
        }
        catch (RuleBroken broken)
        {
            state.AddModelError(form.AllDay ? nameof(form.EndDate) : broken.Field!, texts[broken.Key, [.. broken.Arguments]]);
        }

        return time;
    }

    internal Repeat? Repeat(EntryForm form, EntryTime time, ModelStateDictionary state)
    {
        if (Word<RepeatChoice>(form.Repeat, nameof(form.Repeat), state) is not { } choice || choice == RepeatChoice.None)
        {
            return null;
        }

        var day = DateOnly.FromDateTime(time.Start);
        var interval = choice == RepeatChoice.Weekdays || form.Interval is null ? 1 : Number(form.Interval, nameof(form.Interval), 1, Repeating.Repeat.MostInterval, "IntervalOutOfRange", state) ?? 1;
        var repeat = choice switch
        {
            RepeatChoice.Daily => new Repeat(Frequency.Daily, interval),
            RepeatChoice.Weekdays => new Repeat(Frequency.Weekly, 1, Repeating.Repeat.Weekdays),
            RepeatChoice.Weekly => new Repeat(Frequency.Weekly, interval, Days(form, day, state)),
            RepeatChoice.MonthWeekday => new Repeat(Frequency.Monthly, interval, [day.DayOfWeek], Nth: Repeating.Repeat.NthOf(day)),
            RepeatChoice.MonthEnd => new Repeat(Frequency.Monthly, interval, MonthDay: -1),
            RepeatChoice.MonthDay => new Repeat(Frequency.Monthly, interval, MonthDay: day.Day),
            _ => new Repeat(Frequency.Yearly, interval),
        };
        switch (Word<RepeatEnd>(form.Ends, nameof(form.Ends), state) ?? RepeatEnd.Never)
        {
            case RepeatEnd.Until:
                var until = Date(form.Until, nameof(form.Until), state, required: true);
                if (until < day)
                {
                    state.AddModelError(nameof(form.Until), texts["UntilBeforeStart"]);
                }

                return repeat with { Until = until };
            case RepeatEnd.Count:
                return repeat with { Count = Number(form.Count, nameof(form.Count), 1, Repeating.Repeat.MostTimes, "CountOutOfRange", state) };
            default:
                return repeat;
        }
    }

    private static IReadOnlyList<DayOfWeek> Days(EntryForm form, DateOnly start, ModelStateDictionary state)
    {
        var days = form.Days.Select(d => Word<DayOfWeek>(d, nameof(form.Days), state)).OfType<DayOfWeek>().Distinct().ToArray();
        return days.Length == 0 ? [start.DayOfWeek] : days;
    }

    /// <summary>930, 9:30, 9時半 as people type them, full-width too.</summary>
    internal static TimeOnly? Clock(string? typed)
    {
        var match = typed is null || typed.EnumerateRunes().Contains(Rune.ReplacementChar) ? Match.Empty : TypedTime().Match(typed.Normalize(NormalizationForm.FormKC));
        return match.Success && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var hour and < 24
            ? match.Groups[2] switch
            {
                { Success: false } or { Length: 0 } => new TimeOnly(hour, 0),
                { Value: "半" } => new TimeOnly(hour, 30),
                var minutes when int.Parse(minutes.ValueSpan, CultureInfo.InvariantCulture) is var minute and < 60 => new TimeOnly(hour, minute),
                _ => null,
            }
            : null;
    }

    [GeneratedRegex(@"^(\d{1,2})(?:[:.時]?(\d{2}|半)分?|時)?$", RegexOptions.CultureInvariant | RegexOptions.ECMAScript, 200)]
    private static partial Regex TypedTime();

    private TimeOnly? Clock(string? typed, string field, ModelStateDictionary state)
    {
        if (Clock(typed) is { } time)
        {
            return time;
        }

        state.AddModelError(field, typed is null ? HouseTexts.Get("ValueRequired") : texts["TimeInvalid"]);
        return null;
    }

    private static DateOnly? Date(string? typed, string field, ModelStateDictionary state, bool required)
    {
        if (DateOnly.TryParseExact(typed, ["yyyy-MM-dd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is > 1900 and < 9000)
        {
            return date;
        }

        state.AddModelError(field, HouseTexts.Get(typed is null && required ? "ValueRequired" : "DateInvalid"));
        return null;
    }

    private int? Number(string? typed, string field, int least, int most, string words, ModelStateDictionary state)
    {
        if (typed is not null && !typed.EnumerateRunes().Contains(Rune.ReplacementChar) && int.TryParse(typed.Normalize(NormalizationForm.FormKC), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        state.AddModelError(field, texts[words, most]);
        return null;
    }

    private static int? Remind(string? typed, ModelStateDictionary state)
    {
        if (typed is null || (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && RemindChoices.Contains(minutes)))
        {
            return typed is null ? null : int.Parse(typed, CultureInfo.InvariantCulture);
        }

        state.AddModelError(nameof(EntryForm.Remind), HouseTexts.Get("ValueInvalid"));
        return null;
    }

    // It becomes a link: http and https only, so that nobody is led to run a script (R51).
    private string? Address(string? typed, ModelStateDictionary state)
    {
        if (typed is null)
        {
            return null;
        }

        if (Uri.TryCreate(typed, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && !typed.Any(char.IsWhiteSpace))
        {
            return typed;
        }

        state.AddModelError(nameof(EntryForm.MeetingUrl), texts["MeetingUrlInvalid"]);
        return null;
    }

    // Only the names themselves: Enum.TryParse also takes numbers and lists.
    private static T? Word<T>(string? typed, string field, ModelStateDictionary state)
        where T : struct, Enum
    {
        if (typed is null)
        {
            return null;
        }

        if (Enum.GetNames<T>().Contains(typed, StringComparer.Ordinal))
        {
            return Enum.Parse<T>(typed);
        }

        state.AddModelError(field, HouseTexts.Get("ValueInvalid"));
        return null;
    }

    private static Guid? Id(string? typed) => Guid.TryParse(typed, out var id) ? id : null;
}
