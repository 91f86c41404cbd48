using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>
/// All rows of the scope's member, or in a scope without one all rows that belong to no member, of whatever module. The tables come from the modules' models, so that none can be forgotten.
/// What EF Core keeps of migrations is no one's data: each database writes it itself.
/// </summary>
internal sealed class MemberArchive
{
    /// <summary>The table that is not among them: only a server has its keys there, so whoever moves data carries them by themselves.</summary>
    public const string Keys = "House_Keys";

    private static readonly MethodInfo Members = typeof(MemberArchive).GetMethod(nameof(MembersOfAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
    private readonly ModuleDbContext[] contexts;
    private readonly IUnitOfWork unitOfWork;
    private readonly TenantScope scope;

    public MemberArchive(IEnumerable<ModuleDbContext> contexts, IUnitOfWork unitOfWork, TenantScope scope)
    {
        (this.contexts, this.unitOfWork, this.scope) = ([.. contexts], unitOfWork, scope);
        Array.ForEach(this.contexts, c => c.Database.SetCommandTimeout(0));        // a member's rows may be many
        Tables = [.. this.contexts.SelectMany(c => InOrder(c.Model.GetRelationalModel().Tables.Where(t => t.Name != Keys)).Select(t => new ArchiveTable(c, t))).OrderBy(t => t.IsMembers)];
    }

    /// <summary>All tables, each after those that it refers to, and those of no member first.</summary>
    public IReadOnlyList<ArchiveTable> Tables { get; }

    private IEnumerable<ArchiveTable> Mine => Tables.Where(t => t.IsMembers || scope.Id == Guid.Empty);

    /// <summary>Which members have rows. The empty id stands for rows that the house itself has among members'.</summary>
    public async Task<IReadOnlySet<Guid>> MembersAsync(CancellationToken cancel)
    {
        var found = new HashSet<Guid>();
        foreach (var (context, type) in contexts.SelectMany(c => c.Model.GetEntityTypes().Where(e => e.BaseType is null && typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => (c, e.ClrType))))
        {
            found.UnionWith(await (Task<List<Guid>>)Members.MakeGenericMethod(type).Invoke(null, [context, cancel])!);
        }

        return found;
    }

    public async Task<IReadOnlyDictionary<string, TablePrint>> PrintAsync(CancellationToken cancel)
    {
        var prints = new Dictionary<string, TablePrint>();
        foreach (var table in Mine)
        {
            prints.Add(table.Name, await table.ReadAsync(cancel).AggregateAsync(default(TablePrint), (print, row) => print.With(row), cancel));
        }

        return prints;
    }

    /// <summary>Writes it all into another database in place of what that has, in one transaction there.</summary>
    /// <param name="to">The same member there.</param>
    /// <param name="written">Is told how many rows more are written.</param>
    /// <param name="cancel">Stops it.</param>
    public Task CopyToAsync(MemberArchive to, Action<int> written, CancellationToken cancel) => to.unitOfWork.RunAsync(
        async c =>
        {
            await to.DeleteAsync(c);
            foreach (var (here, there) in Mine.Zip(to.Mine))
            {
                await there.CopyAsync(here, written, c);
            }
        },
        cancel);

    public Task DeleteAsync(CancellationToken cancel) => unitOfWork.RunAsync(
        async c =>
        {
            foreach (var table in Mine.Reverse())
            {
                await table.DeleteAsync(c);
            }
        },
        cancel);

    private static Task<List<Guid>> MembersOfAsync<T>(ModuleDbContext context, CancellationToken cancel)
        where T : class, ITenantOwned => context.TenantsAsync<T>(_ => true, cancel);

    private static IEnumerable<ITable> InOrder(IEnumerable<ITable> tables)
    {
        var waiting = tables.ToList();
        while (waiting.Count > 0)
        {
            var next = waiting.Find(t => t.ForeignKeyConstraints.All(f => f.PrincipalTable == t || !waiting.Contains(f.PrincipalTable)))
                ?? throw new InvalidOperationException($"{string.Join(", ", waiting.Select(t => t.Name))} refer to each other in a circle: none can be written first.");
            waiting.Remove(next);
            yield return next;
        }
    }
}
