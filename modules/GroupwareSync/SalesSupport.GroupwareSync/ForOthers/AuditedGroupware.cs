using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Accounts;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Settings;

namespace SalesSupport.GroupwareSync.ForOthers;

/// <summary>The settings in the audit.</summary>
internal sealed class AuditedGroupware(IStringLocalizer<Texts> texts) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(Groupware)];

    public Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, AuditSubject>>(new Dictionary<string, AuditSubject> { [Groupware.OnlyId.ToString()] = new(texts["GroupwareTitle"], "/settings/groupware") });
}

/// <summary>Accounts in the audit, by whose they are.</summary>
internal sealed class AuditedAccounts(GroupwareSyncDbContext db, IPeople people) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(Account)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        var book = await people.GetAsync(cancel);
        return await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.UserId })
            .ToDictionaryAsync(a => a.Id.ToString(), a => new AuditSubject(book.Find(a.UserId)?.Name ?? HouseTexts.Get("DeletedUser"), null), cancel);
    }
}
