using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Approvals;

/// <summary>Why a submitted report waits, for its page: for whose approval, or that nobody can act and what helps.</summary>
/// <param name="Key">Resource key of the words.</param>
/// <param name="Approver">Whose approval it waits for, or an empty text.</param>
internal sealed record Waiting(string Key, string Approver)
{
    /// <returns>Null when it does not wait.</returns>
    public static Waiting? Of(DailyReport report, PeopleBook book)
    {
        if (report is not { State: ReportState.Submitted, AwaitsApproval: true })
        {
            return null;
        }

        if (book.ApproverOf(report.AuthorId).Id is { } approver)
        {
            return new Waiting("Waiting.Approver", book.NameOf(approver));
        }

        return new Waiting(book.All.Any(p => report.MayBeDecidedBy(p.Id, p is { Level: UserLevel.Administrator, Suspended: false }, book)) ? "Waiting.Administrator" : "Waiting.Nobody", "");
    }
}
