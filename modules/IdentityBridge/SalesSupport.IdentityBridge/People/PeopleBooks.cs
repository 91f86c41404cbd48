using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>Every member's book of people, as last committed.</summary>
internal sealed class PeopleBooks(IServiceScopeFactory scopes, TimeProvider clock, IHosts hosts)
{
    private static readonly PeopleBook Nobody = new([], []);
    private readonly Recent<Guid, PeopleBook> books = new(clock, hosts);

    public async Task<PeopleBook> GetAsync(Guid tenant, CancellationToken cancel)
    {
        if (tenant == Guid.Empty)
        {
            return Nobody;
        }

        var book = await books.GetAsync(tenant, tenant, async () =>
        {
            // A scope of its own: the asking one may be in a transaction that is rolled back later.
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
            return await ReadAsync(scope.ServiceProvider.GetRequiredService<IdentityBridgeDbContext>(), cancel);
        });
        return book ?? Nobody;
    }

    public void Forget(Guid tenant) => books.Forget(tenant);

    /// <summary>The book as this context sees it, its uncommitted changes included; for rules that must hold at the commit.</summary>
    public static async Task<PeopleBook> ReadAsync(IdentityBridgeDbContext db, CancellationToken cancel)
    {
        var people = await db.Users.AsNoTracking().OrderBy(u => u.Id)
            .Select(u => new { u.Id, u.Name, u.Kana, u.DepartmentId, u.SuperiorId, u.DeputyId, u.Level, u.Suspended, u.RegisteredAt }).ToListAsync(cancel);
        var departments = await db.Departments.AsNoTracking().OrderBy(d => d.Id)
            .Select(d => new Abstractions.Department(d.Id, d.Name, d.ParentId, d.Position)).ToListAsync(cancel);
        return new PeopleBook(people.Select(u => new Person(u.Id, u.Name, u.Kana, u.DepartmentId, u.SuperiorId, u.DeputyId, u.Level, u.Suspended, DateOnly.FromDateTime(u.RegisteredAt.ToJapan().DateTime))), departments);
    }
}

/// <inheritdoc cref="IPeople" />
internal sealed class People(PeopleBooks books, TenantScope scope) : IPeople
{
    public Task<PeopleBook> GetAsync(CancellationToken cancel) => books.GetAsync(scope.Id, cancel);
}
