using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Settings;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.GroupwareSync.Copies;

/// <summary>Switched on again: finds what was made, changed and deleted meanwhile (R32). Some at a time, so that no save waits long for it.</summary>
internal sealed class CatchUp(GroupwareSyncDbContext db, Desired desired, Entries entries, IUnitOfWork unitOfWork, IStringLocalizer<Texts> texts) : IAfterCommit<CatchUpDue>
{
    private const int Page = 100;

    public async Task SendAsync(CatchUpDue fact, Delivery delivery, CancellationToken cancel) => await unitOfWork.RunAsync(
        async c =>
        {
            if (!entries.IsThere || await db.Groupwares.SingleOrDefaultAsync(c) is not { IsOn: true } groupware)
            {
                return;
            }

            if (fact.Step == CatchUpStep.Reservations)
            {
                var found = await entries.ReservationsAsync(groupware.Since!.Value, fact.After, Page, c);
                await desired.DecideAsync(groupware, [.. found.Select(e => (e.Id, (EntrySnapshot?)e))], c);
                groupware.CatchUp(found.Count < Page ? CatchUpStep.Copies : CatchUpStep.Reservations, found.Count < Page ? null : found[^1].Id);
                return;
            }

            var copies = await After(fact.After).Where(o => o.IsWanted).OrderBy(o => o.Id).Take(Page).ToListAsync(c);
            var now = new List<(Guid, EntrySnapshot?)>();
            foreach (var id in copies.Select(o => o.EntryId).Distinct())
            {
                now.Add((id, await entries.FindAsync(id, c)));
            }

            await desired.DecideAsync(groupware, now, c);
            if (copies.Count == Page)
            {
                groupware.CatchUp(CatchUpStep.Copies, copies[^1].Id);
            }
        },
        cancel);

    public Task<string> DescribeAsync(CatchUpDue fact, CancellationToken cancel) => Task.FromResult(texts["CatchUp"].Value);

    private IQueryable<Copy> After(Guid? after) => after is { } id ? db.Copies.Where(o => o.Id.CompareTo(id) > 0) : db.Copies;
}

/// <summary>Tries copies again, some at a time.</summary>
internal sealed class Resend(GroupwareSyncDbContext db, IUnitOfWork unitOfWork, IStringLocalizer<Texts> texts) : IAfterCommit<ResendDue>
{
    private const int Page = 200;

    public async Task SendAsync(ResendDue fact, Delivery delivery, CancellationToken cancel) => await unitOfWork.RunAsync(
        async c =>
        {
            if (await db.Groupwares.SingleOrDefaultAsync(c) is not { IsOn: true } groupware)
            {
                return;
            }

            var found = fact.Which switch
            {
                Resent.Waiting => db.Copies.Where(o => o.State == CopyState.Waiting),
                Resent.Failed => db.Copies.Where(o => o.State == CopyState.Failed),
                _ => db.Copies.Where(o => o.IsWanted && o.State != CopyState.RemovedByUser),
            };
            found = fact.UserId is { } user ? found.Where(o => o.UserId == user) : found;
            found = fact.After is { } after ? found.Where(o => o.Id.CompareTo(after) > 0) : found;
            var page = await found.OrderBy(o => o.Id).Take(Page).ToListAsync(c);
            page.ForEach(o => o.Due());
            if (page.Count == Page)
            {
                groupware.TryAgain(fact.UserId, fact.Which, page[^1].Id);
            }
        },
        cancel);

    public Task<string> DescribeAsync(ResendDue fact, CancellationToken cancel) => Task.FromResult(texts["CatchUp"].Value);
}
