using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>The sample member's people as users of SalesSupport, as if all had signed in, the administrator first.</summary>
internal sealed class SampleUsers(IdentityBridgeDbContext db, ISettings settings, TimeProvider clock) : ISampleData
{
    public int Order => 20;

    public async Task AddAsync(SampleMember member, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(member);
        // Long ago, as their reports are.
        var now = clock.GetUtcNow().AddYears(-1);
        var departments = new List<Department>();
        foreach (var name in member.DepartmentNames)
        {
            departments.Add(Department.Add(name, null, departments));
        }

        var users = member.People.Select(p => User.Sample(p, now)).ToArray();
        var book = new PeopleBook([], []);
        for (var i = 0; i < users.Length; i++)
        {
            var person = member.People[i];
            users[i].Place(person.Department < 0 ? null : departments[person.Department].Id, person.Superior < 0 ? null : users[person.Superior].Id, null, book);
        }

        db.Departments.AddRange(departments);
        db.Users.AddRange(users);
        db.Members.Add(new Member { Id = member.TenantId, Portal = Portals.Embedded, MemberId = member.MemberId, Name = member.Name, FirstAdministratorId = users[0].Id });
        await settings.SetAsync(new CompanyCalendar { Confirmed = true }, version: null, cancel);
        await db.SaveChangesAsync(cancel);
    }
}
