using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace SalesSupport.Abstractions;

/// <summary>
/// A module's database context. All contexts of a scope share one connection and, when saving, one transaction: <see cref="SaveChangesAsync(bool, CancellationToken)"/>
/// saves what every module has changed, publishes the facts, and commits, or does none of it.
/// </summary>
public abstract class ModuleDbContext : DbContext
{
    internal const string TenantFilter = "Tenant";

    /// <summary>How a statement begins that may see all members' rows, for the server's own wall (row-level security).</summary>
    internal const string AcrossMembers = "-- across members";

    private IUnitOfWork? unitOfWork;
    private TenantScope? scope;

    /// <summary>Made by the house's pool, which hands it to one scope after another.</summary>
    protected ModuleDbContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>The scope's member; what every query on <see cref="ITenantOwned"/> rows is filtered by. Empty, so that nothing is found, outside any scope.</summary>
    public Guid Tenant => scope?.Id ?? Guid.Empty;

    /// <summary>The scope's unit of work.</summary>
    /// <exception cref="InvalidOperationException">The context belongs to no scope.</exception>
    protected IUnitOfWork UnitOfWork => unitOfWork ?? throw new InvalidOperationException("This context belongs to no scope.");

    /// <inheritdoc />
    /// <exception cref="DbUpdateConcurrencyException">Somebody else saved the same entity first; the house answers with the conflict screen unless the caller handles it.</exception>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) => UnitOfWork.SaveAsync(cancellationToken);

    /// <summary>Not supported: saving is asynchronous.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Use SaveChangesAsync.");

    /// <inheritdoc />
    public override void Dispose()
    {
        Leave();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        Leave();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    /// <summary>
    /// Which members have such rows, for a job or a call that works for no member: ids and nothing else, so that each is then worked for in a scope of its own. The one place that
    /// looks past the tenant filter.
    /// </summary>
    /// <param name="where">Which rows.</param>
    /// <param name="cancel">Stops it.</param>
    public Task<List<Guid>> TenantsAsync<T>(Expression<Func<T, bool>> where, CancellationToken cancel)
        where T : class, ITenantOwned =>
#pragma warning disable RS0030 // See above.
        Set<T>().TagWith(AcrossMembers[3..]).IgnoreQueryFilters([TenantFilter]).Where(where).Select(r => r.TenantId).Distinct().ToListAsync(cancel);
#pragma warning restore RS0030

    internal Task<int> FlushAsync(CancellationToken cancel) => base.SaveChangesAsync(true, cancel);

    internal Task<bool> PrepareAsync(CancellationToken cancel) => OnSavingAsync(cancel);

    /// <summary>Begins to work for a scope.</summary>
    internal void Enter(IUnitOfWork work, TenantScope tenant)
    {
        unitOfWork = work;
        scope = tenant;
        work.Join(this);
    }

    /// <summary>
    /// Called within the transaction each time before what has changed is written; for rows that a change must take along, such as a search index. Not an event: the pool takes handlers of events away.
    /// The entries are known already, so EF compares no values while it runs.
    /// </summary>
    /// <returns>Whether it changed rows itself, which are then looked for.</returns>
    protected virtual Task<bool> OnSavingAsync(CancellationToken cancel) => Task.FromResult(false);

    // Back to the pool: the next scope's member must not be this one's.
    private void Leave()
    {
        unitOfWork = null;
        scope = null;
    }
}

/// <summary>One transaction across all modules of the scope.</summary>
public interface IUnitOfWork
{
    /// <summary>Called by the house when it hands a <see cref="ModuleDbContext"/> to the scope.</summary>
    void Join(ModuleDbContext context);

    /// <summary>Saves every joined context in one transaction, publishing facts until none remain. Within <see cref="RunAsync"/> or a handler it only writes what has changed so far.</summary>
    /// <returns>The number of rows written.</returns>
    Task<int> SaveAsync(CancellationToken cancel);

    /// <summary>Runs <paramref name="work"/> inside the transaction and saves at its end. The only place for <c>ExecuteUpdate</c> and <c>ExecuteDelete</c>, which skip facts, audit and the writer's turn.</summary>
    Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancel);

    /// <summary>Runs in memory once the commit has succeeded; for caches only, since a crash may come between. What it throws is logged: saved is saved.</summary>
    void AfterCommit(Action action);

    /// <summary>
    /// Like <see cref="AfterCommit"/>, for a cache that every host has: this host forgets by <paramref name="action"/>, and the others with their next request, since the member's stamp is raised in the
    /// same transaction (<see cref="IHosts.StampAsync"/>). To be called within <see cref="RunAsync"/> or before the save.
    /// </summary>
    void AfterCommitEverywhere(Action action);

    /// <summary>Writes an audit row with the next save, for what no entity's change shows, such as an export or a refused sign-on.</summary>
    /// <param name="action">Noun and participle, such as <c>SignOnRefused</c>; the screen translates it.</param>
    /// <param name="subject">What it was done to, without personal text where that can be helped.</param>
    void Audit(string action, string subject);
}
