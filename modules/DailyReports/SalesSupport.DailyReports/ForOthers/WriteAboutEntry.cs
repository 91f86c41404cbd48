using System.Globalization;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.ReportForms;
using SalesSupport.DailyReports.Reports;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>日報に書く on the page of an appointment: the report of its day with an activity made of it.</summary>
internal sealed class WriteAboutEntry(TimeProvider clock, IStringLocalizer<Texts> texts) : IEntryAction
{
    public string Icon => "pencil";

    public string Text => texts["WriteAboutEntry"];

    public string? UrlFor(EntryInstance entry)
    {
        var date = DateOnly.FromDateTime(entry.Time.Start);
        return !ReportDay.IsOpen(date, clock.Today()) ? null
            : string.Create(CultureInfo.InvariantCulture, $"/reports/today?date={date:yyyy-MM-dd}&entry={entry.EntryId}{(entry.Original is { } original ? $"&at={EntryKey.Text(original)}" : "")}");
    }
}
