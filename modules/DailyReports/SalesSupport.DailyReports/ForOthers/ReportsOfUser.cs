using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>What of this module a user has, before they are deleted (R17).</summary>
internal sealed class ReportsOfUser(DailyReportsDbContext db, IStringLocalizer<Texts> texts) : IUserBelongings
{
    public async Task<IReadOnlyList<UserBelonging>> CountAsync(Guid userId, CancellationToken cancel) =>
    [
        new(texts["BelongingReports"], await db.Reports.CountAsync(r => r.OwnerId == userId && r.State != ReportState.Draft, cancel), texts["BelongingReportsAlone"], texts["BelongingReportsHandedOver"]),
        new(texts["BelongingDrafts"], await db.Reports.CountAsync(r => r.OwnerId == userId && r.State == ReportState.Draft, cancel), texts["BelongingDraftsText"], texts["BelongingDraftsText"]),
        new(texts["BelongingComments"], await db.Comments.CountAsync(c => c.ById == userId && db.Reports.Any(r => r.Id == c.ReportId && r.OwnerId != userId), cancel), texts["BelongingCommentsText"], texts["BelongingCommentsText"]),
    ];
}
