using System.Globalization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reading;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Board;

/// <summary>One report as a cell of the board.</summary>
internal sealed class BoardCell
{
    public Guid Id { get; init; }

    public Guid AuthorId { get; init; }

    public Guid OwnerId { get; init; }

    public DateOnly Date { get; init; }

    public ReportState State { get; init; }

    public bool AwaitsApproval { get; init; }

    public int VisitCount { get; init; }

    public int CommentCount { get; init; }

    public bool IsUnread { get; init; }

    /// <summary>Read by me since it was last submitted.</summary>
    public bool IsRead { get; init; }
}

/// <summary>One person's week.</summary>
/// <param name="Person">The person.</param>
/// <param name="Cells">For each shown day the report, if there is one.</param>
/// <param name="Visits">Visits of the week.</param>
/// <param name="VisitsLastWeek">Those of the week before.</param>
/// <param name="Expected">On which days a report is expected.</param>
internal sealed record BoardRow(Person Person, IReadOnlyList<BoardCell?> Cells, int Visits, int VisitsLastWeek, Expected Expected);

/// <summary>Model of the week.</summary>
internal sealed record BoardPage(DateOnly Monday, DateOnly Today, IReadOnlyList<CalendarDay> Days, IReadOnlyList<BoardRow> Rows, Guid? Department, PeopleBook Book, Guid Me)
{
    public int Unread { get; init; }

    public int Uncommented { get; init; }

    public int Waiting { get; init; }

    public Guid? FirstUnread { get; init; }

    public IReadOnlyList<Guid> ReadAndWaiting { get; init; } = [];

    public string Address(DateOnly monday) => $"/reports/board?week={BoardController.WeekName(monday)}&department={Chosen}";

    public string DayAddress(DateOnly day) => $"/reports/board?day={day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}&department={Chosen}";

    public string Chosen => Department?.ToString("N") ?? "all";

    /// <summary>The report among all of its author.</summary>
    public static string ReportAddress(BoardCell cell) => new ReportFilter { Author = cell.AuthorId }.Address($"/reports/{cell.Id}");
}

/// <summary>One activity in a line of the day.</summary>
internal sealed record DayActivity(ActivityKind Kind, TimeOnly? Start, Guid? CustomerId, string? Customer, TalkResult? Result);

/// <summary>One report of the day.</summary>
internal sealed class DayReport
{
    public Guid Id { get; init; }

    public Guid AuthorId { get; init; }

    public ReportState State { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public int VisitCount { get; init; }

    public int CallCount { get; init; }

    public int CommentCount { get; init; }

    public bool IsUnread { get; init; }

    public IReadOnlyList<DayActivity> Activities { get; init; } = [];
}

/// <summary>One person's day.</summary>
internal sealed record DayLine(Person Person, DayReport? Report, Expected Expected);

/// <summary>Model of the day.</summary>
internal sealed record DayPage(CalendarDay Day, DateOnly Today, IReadOnlyList<DayLine> Lines, Guid? Department, PeopleBook Book, Guid Me)
{
    public string Chosen => Department?.ToString("N") ?? "all";

    public string Address(DateOnly day) => $"/reports/board?day={day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}&department={Chosen}";
}
