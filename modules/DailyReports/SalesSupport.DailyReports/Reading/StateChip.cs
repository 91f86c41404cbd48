using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Reading;

/// <summary>Where a report stands, as the same chip everywhere.</summary>
internal static class StateChip
{
    public static string Kind(ReportState state) => state switch { ReportState.Draft => "draft", ReportState.Returned => "back", ReportState.Approved => "ok", _ => "sent" };

    /// <summary>Without its word, where seven do not fit beside each other; the word must stand somewhere near.</summary>
    public static IHtmlContent Icon(ReportState state) => Parts.Chip(Kind(state), "");

    public static IHtmlContent Of(ReportState state, IStringLocalizer words) => Parts.Chip(Kind(state), words[$"State.{state}"]);
}
