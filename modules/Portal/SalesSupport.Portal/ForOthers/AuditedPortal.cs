using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Applications;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.Members;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.ForOthers;

/// <summary>Portal users in the audit. Without a link: administrators of SalesSupport need not administer the portal (R13).</summary>
internal sealed class AuditedPortalUsers(PortalDbContext db) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(PortalUser), "PortalSignedOn", "PortalSignOnRefused", "PortalSignedOut", "PortalPasswordChanged", "PortalPasswordReissued", "ServiceAdministratorAppointed"];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        return await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).Select(u => new { u.Id, u.Name, u.Login }).ToDictionaryAsync(u => u.Id.ToString(), u => new AuditSubject($"{u.Name} ({u.Login})", null), cancel);
    }
}

/// <summary>Members in the audit, with a link for the operator.</summary>
internal sealed class AuditedMembers(PortalDbContext db, CurrentUser user) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(Member)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        return await db.Members.AsNoTracking().Where(m => ids.Contains(m.Id)).Select(m => new { m.Id, m.MemberId, m.Name }).ToDictionaryAsync(m => m.Id.ToString(), m => new AuditSubject($"{m.Name} ({m.MemberId})", user.Id == Guid.Empty ? $"/operator/members/{m.Id}" : null), cancel);
    }
}

/// <summary>The application in the audit, by what was applied for.</summary>
internal sealed class AuditedApplications(PortalDbContext db, IStringLocalizer<Texts> texts) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(ServiceApplication)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        return await db.Applications.AsNoTracking().Where(a => ids.Contains(a.Id)).Select(a => a.Id).ToDictionaryAsync(id => id.ToString(), _ => new AuditSubject(texts["ServiceName"], null), cancel);
    }
}
