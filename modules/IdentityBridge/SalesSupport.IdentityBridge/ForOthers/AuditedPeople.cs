using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>Users in the audit, from memory.</summary>
internal sealed class AuditedUsers(IPeople people) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(User), "SignedOn", "SignedOut", "SignOnRefused", "SessionReplaced", "SessionsEnded", "OwnSessionsEnded", "PortalEndedSessions", "UserHandedOver", "UserLeft"];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        return AuditSubject.Ids(subjects).Select(id => book.Find(id)).OfType<Person>().ToDictionary(p => p.Id.ToString(), p => new AuditSubject(p.Name, $"/settings/users/{p.Id}"));
    }
}

/// <summary>Departments in the audit, from memory.</summary>
internal sealed class AuditedDepartments(IPeople people) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(Department)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        return AuditSubject.Ids(subjects).Select(id => book.FindDepartment(id)).OfType<Abstractions.Department>().ToDictionary(d => d.Id.ToString(), d => new AuditSubject(d.Name, $"/settings/departments/{d.Id}"));
    }
}

/// <summary>The company calendar in the audit.</summary>
internal sealed class AuditedCalendar(IStringLocalizer<Texts> texts) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(CompanyCalendar)];

    public Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, AuditSubject>>(new Dictionary<string, AuditSubject> { [nameof(CompanyCalendar)] = new(texts["CalendarTitle"], "/settings/calendar") });
}
