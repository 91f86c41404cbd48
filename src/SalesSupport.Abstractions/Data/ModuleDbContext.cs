using Microsoft.EntityFrameworkCore;

namespace SalesSupport.Abstractions;

/// <summary>
/// A module's database context. All contexts of a scope share one connection and, when saving, one transaction: <see cref="SaveChangesAsync(bool, CancellationToken)"/>
/// saves what every module has changed, publishes the facts, and commits, or does none of it.
/// </summary>
public abstract class ModuleDbContext : DbContext
{
    private readonly IUnitOfWork unitOfWork;
    private readonly TenantScope scope;

    /// <summary>Joins the scope's unit of work.</summary>
    protected ModuleDbContext(DbContextOptions options, IUnitOfWork unitOfWork, TenantScope scope)
        : base(options)
    {
        this.unitOfWork = unitOfWork;
        this.scope = scope;
        unitOfWork.Join(this);
    }

    /// <summary>The scope's member; what every query on <see cref="ITenantOwned"/> rows is filtered by.</summary>
    public Guid Tenant => scope.Id;

    /// <inheritdoc />
    /// <exception cref="DbUpdateConcurrencyException">Somebody else saved the same entity first; the house answers with the conflict screen unless the caller handles it.</exception>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) => unitOfWork.SaveAsync(cancellationToken);

    /// <summary>Not supported: saving is asynchronous.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Use SaveChangesAsync.");

    internal Task<int> FlushAsync(CancellationToken cancel) => base.SaveChangesAsync(true, cancel);
}

/// <summary>One transaction across all modules of the scope.</summary>
public interface IUnitOfWork
{
    /// <summary>Called by the constructor of <see cref="ModuleDbContext"/>.</summary>
    void Join(ModuleDbContext context);

    /// <summary>Saves every joined context in one transaction, publishing facts until none remain. Within <see cref="RunAsync"/> or a handler it only writes what has changed so far.</summary>
    /// <returns>The number of rows written.</returns>
    Task<int> SaveAsync(CancellationToken cancel);

    /// <summary>Runs <paramref name="work"/> inside the transaction and saves at its end. The only place for <c>ExecuteUpdate</c> and <c>ExecuteDelete</c>, which skip facts, audit and the writer's turn.</summary>
    Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancel);

    /// <summary>Runs in memory once the commit has succeeded; for caches only, since a crash may come between.</summary>
    void AfterCommit(Action action);

    /// <summary>Writes an audit row with the next save, for what no entity's change shows, such as an export or a refused sign-on.</summary>
    /// <param name="action">Noun and participle, such as <c>SignOnRefused</c>; the screen translates it.</param>
    /// <param name="subject">What it was done to, without personal text where that can be helped.</param>
    void Audit(string action, string subject);
}
