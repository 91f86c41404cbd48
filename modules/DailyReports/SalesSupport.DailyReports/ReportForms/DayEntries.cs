using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>An appointment of the day as the form offers it.</summary>
/// <param name="Key">By which it is added.</param>
/// <param name="Time">10:00–11:00, or empty for whole days.</param>
/// <param name="Title">What it is called.</param>
/// <param name="About">Customer and place.</param>
/// <param name="IsIn">Whether an activity was made of it.</param>
internal sealed record OfferedEntry(EntryKey Key, string Time, string Title, string About, bool IsIn);

/// <summary>今日の予定: the author's own appointments of the day, each of which becomes an activity by one press (R20, R95). Without the schedule there are none.</summary>
internal sealed class DayEntries(DailyReportsDbContext db, ISlots<IScheduleEntries> schedules, CurrentUser user, IStringLocalizer<Texts> texts)
{
    public async Task<IReadOnlyList<OfferedEntry>> OfferAsync(ReportForm form, DateOnly date, CancellationToken cancel)
    {
        var there = form.Activities.Select(a => EntryKey.Parse(a.Entry)).OfType<EntryKey>().ToHashSet();
        return [.. (await OnAsync(date, cancel)).Select(e => new OfferedEntry(
            KeyOf(e),
            e.Time.AllDay ? "" : $"{Clock(e.Time.Start, date)}–{Clock(e.Time.End, date)}",
            e.Text.Title,
            string.Join(' ', new[] { e.Text.CustomerName, e.Text.Place }.OfType<string>()),
            there.Contains(KeyOf(e))))];
    }

    /// <summary>Makes an activity of an appointment, unless it is there already.</summary>
    /// <returns>Null when the author has no such appointment on this day; else whether there was room.</returns>
    public async Task<bool?> AddAsync(ReportForm form, DateOnly date, EntryKey key, CancellationToken cancel)
    {
        if ((await OnAsync(date, cancel)).FirstOrDefault(e => KeyOf(e) == key) is not { } entry)
        {
            return null;
        }

        return form.Activities.Exists(a => EntryKey.Parse(a.Entry) == key) || form.Add(await ActivityAsync(entry, date, cancel));
    }

    private static EntryKey KeyOf(EntryInstance entry) => new(entry.EntryId, entry.Original);

    private static string? Clock(DateTime at, DateOnly date) => DateOnly.FromDateTime(at) == date ? at.ToString("H:mm", CultureInfo.InvariantCulture) : null;

    private async Task<IReadOnlyList<EntryInstance>> OnAsync(DateOnly date, CancellationToken cancel) =>
        [.. (await schedules.AskAsync(s => s.OnDayAsync(user.Id, date, cancel), cancel)).SelectMany(e => e)];

    private async Task<ActivityForm> ActivityAsync(EntryInstance entry, DateOnly date, CancellationToken cancel)
    {
        // By our own copies, which say whom a report can name.
        var customer = entry.CustomerId is { } c ? await db.CustomerNames.AsNoTracking().SingleOrDefaultAsync(n => n.Id == c, cancel) : null;
        var contact = customer is not null && entry.ContactId is { } p ? await db.ContactNames.AsNoTracking().SingleOrDefaultAsync(n => n.Id == p && n.CustomerId == customer.Id, cancel) : null;
        var start = entry.Time.AllDay ? null : Clock(entry.Time.Start, date);
        string?[] lines =
        [
            customer is null && entry.Text.CustomerName is { } name ? $"{entry.Text.Title} {name}" : entry.Text.Title,
            entry.Text.Place is { } place ? texts["EntryPlace", place].Value : null,
        ];
        return new ActivityForm
        {
            Kind = (entry.Text.MeetingUrl is not null ? ActivityKind.OnlineMeeting : entry.Text.CustomerName is not null ? ActivityKind.Visit : ActivityKind.InOffice).ToString(),
            CustomerId = customer?.Id.ToString(),
            CustomerName = customer?.Name,
            ContactId = contact?.Id.ToString(),
            Start = start,
            End = start is null ? null : Clock(entry.Time.End, date),
            Text = string.Join('\n', lines.OfType<string>()),
            Entry = KeyOf(entry).ToString(),
        };
    }
}
