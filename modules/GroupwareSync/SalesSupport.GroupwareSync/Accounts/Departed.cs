using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Data;

namespace SalesSupport.GroupwareSync.Accounts;

/// <summary>Users who were deleted (R17). Their account stays known, with its password, until their copies are taken back.</summary>
internal sealed class Departed(GroupwareSyncDbContext db, IPeople people, IUnitOfWork unitOfWork)
{
    public async Task<bool> IsAsync(Guid userId, CancellationToken cancel) => (await people.GetAsync(cancel)).Find(userId) is null;

    /// <summary>Forgets the account once nothing waits for it any more, and a password that the groupware refuses at once. Copies that could not be taken back stay listed with their reason.</summary>
    public Task ForgetAsync(Guid userId, CancellationToken cancel, bool isRefused = false) => unitOfWork.RunAsync(
        async c =>
        {
            var accounts = await db.Accounts.Where(a => a.UserId == userId).ToListAsync(c);
            if (await db.Copies.AnyAsync(o => o.UserId == userId && o.State == CopyState.Waiting, c))
            {
                accounts.ForEach(a => a.Secret = isRefused ? null : a.Secret);
                return;
            }

            db.Accounts.RemoveRange(accounts);
            await db.Copies.Where(o => o.UserId == userId && (o.State == CopyState.Removed || o.State == CopyState.RemovedByUser)).ExecuteDeleteAsync(c);
        },
        cancel);

    /// <summary>All of the member whose last copy was taken back without this being done, such as when the program ended in between; and what could not be taken back, once it is long over.</summary>
    public async Task ForgetAllAsync(DateOnly over, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        foreach (var userId in await db.Accounts.AsNoTracking().Select(a => a.UserId).ToListAsync(cancel))
        {
            if (book.Find(userId) is null)
            {
                await ForgetAsync(userId, cancel);
            }
        }

        var lost = db.Copies.Where(c => !c.IsWanted && c.State == CopyState.Failed && c.Date < over);
        foreach (var userId in await lost.Select(c => c.UserId).Distinct().ToListAsync(cancel))
        {
            if (book.Find(userId) is null)
            {
                await unitOfWork.RunAsync(c => lost.Where(o => o.UserId == userId).ExecuteDeleteAsync(c), cancel);
            }
        }
    }
}
