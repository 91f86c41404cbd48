using System.Data.Common;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>One transaction for all modules' contexts of a scope: save what has changed, publish the facts to handlers in the same transaction, until none remain; then commit, and wait for the disk.</summary>
internal sealed class UnitOfWork(IEngine engine, ScopeConnection connection, TenantScope tenant, IServiceProvider services, IMediator mediator, ILogger<UnitOfWork> log)
    : IUnitOfWork
{
    private const int MostRounds = 20;
    private readonly List<ModuleDbContext> contexts = [];
    private readonly List<Action> afterCommit = [];
    private DbTransaction? transaction;
    private bool settled;
    private bool isNewElsewhere;
    private long began;

    /// <summary>Sample data is made without audit rows, which would say nothing and double it, and nobody outside hears of it.</summary>
    public bool IsSample { get; set; }

    public void Join(ModuleDbContext context)
    {
        contexts.Add(context);
        context.Database.AutoSavepointsEnabled = false;
        context.Database.SetDbConnection(transaction?.Connection ?? connection.Value);
        if (transaction is not null)
        {
            context.Database.UseTransaction(transaction);
        }
    }

    public void AfterCommit(Action action) => afterCommit.Add(action);

    public void AfterCommitEverywhere(Action action)
    {
        isNewElsewhere = engine.HasSeveralHosts;
        afterCommit.Add(action);
    }

    public void Audit(string action, string subject) => services.GetRequiredService<AuditTrail>().Add(action, subject);

    public async Task<int> SaveAsync(CancellationToken cancel)
    {
        if (transaction is not null)
        {
            using (new DetectedOnce(contexts))
            {
                return await FlushAsync(cancel);
            }
        }

        var rows = 0;
        await InTransactionAsync(async c => rows = await SaveUntilNoFactsRemainAsync(c), cancel);
        return rows;
    }

    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        if (transaction is not null)
        {
            await work(cancel);
            return;
        }

        await InTransactionAsync(
            async c =>
            {
                await work(c);
                await SaveUntilNoFactsRemainAsync(c);
            },
            cancel);
    }

    /// <summary>
    /// For an answer that may tell of what others have just committed: waits until it lies on the disk. What was found before this scope's own save, or in it, has been waited for with that;
    /// what is read after it is told as a GET tells it.
    /// </summary>
    /// <exception cref="System.Data.Common.DbException">The disk could not take it.</exception>
    public Task SettleAsync() => settled ? Task.CompletedTask : engine.SettleAsync();

    private async Task InTransactionAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        settled = false;
        began = Measures.SaveBegins();
        try
        {
            await engine.WriteAsync(connection.Value, tenant.Id, (writer, c) => CommitAsync(writer, work, c), cancel);
        }
        catch
        {
            afterCommit.Clear();
            isNewElsewhere = false;
            foreach (var context in contexts)
            {
                context.ChangeTracker.Clear();       // EF may believe the rows are saved; they are not.
            }

            Measures.SaveEnded(began, well: false);
            throw;
        }

        await engine.SettleAsync();        // while the next one writes already
        settled = true;
        Measures.SaveEnded(began, well: true);
    }

    private async Task CommitAsync(DbConnection writer, Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        var own = connection.Value;
        try
        {
            await using var begun = transaction = await engine.BeginAsync(writer, tenant.Id, cancel);
            Measures.SaveHasTurn(began);
            foreach (var context in contexts)
            {
                context.Database.SetDbConnection(writer);
                await context.Database.UseTransactionAsync(begun, cancel);
            }

            await work(cancel);
            if (isNewElsewhere)
            {
                isNewElsewhere = false;
                await MemberStamp.RaiseAsync(begun, tenant.Id, cancel);
            }

            await engine.CommitAsync(begun, cancel);
        }
        finally
        {
            transaction = null;
            foreach (var context in contexts)
            {
                await context.Database.UseTransactionAsync(null, CancellationToken.None);
                context.Database.SetDbConnection(own);
            }

            engine.Ended(writer);
        }

        foreach (var action in afterCommit)
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                log.LogError(e, "What was to follow a commit has failed");       // saved is saved, and the other caches must forget it too
            }
        }

        afterCommit.Clear();
    }

    private async Task<int> SaveUntilNoFactsRemainAsync(CancellationToken cancel)
    {
        var rows = 0;
        for (var round = 0; round < MostRounds; round++)
        {
            INotification[] facts;
            using (new DetectedOnce(contexts))
            {
                // Before the flush: deleted entities leave the tracker with it.
                facts = [.. contexts.SelectMany(c => c.ChangeTracker.Entries<Entity>()).SelectMany(e => e.Entity.TakeFacts())];
                rows += await FlushAsync(cancel);
            }

            if (facts.Length == 0)
            {
                return rows;
            }

            foreach (var fact in facts)
            {
                await mediator.Publish(fact, cancel);
                if (!IsSample)
                {
                    await services.GetRequiredService<OutboxWriter>().AddAsync(fact, cancel);
                }
            }
        }

        throw new InvalidOperationException("Facts go round in a circle.");
    }

    private async Task<int> FlushAsync(CancellationToken cancel)
    {
        var rows = 0;
        var audit = IsSample ? null : services.GetRequiredService<AuditTrail>();
        foreach (var context in contexts.ToArray())
        {
            if (context.ChangeTracker.HasChanges() && context is not HouseDbContext)
            {
                if (await context.PrepareAsync(cancel))
                {
                    context.ChangeTracker.DetectChanges();
                }

                TenantWall.Check(context);
                audit?.Record(context);
                rows += await context.FlushAsync(cancel);
            }
        }

        // Last, since saving the others adds audit rows to it.
        foreach (var context in contexts.OfType<HouseDbContext>().ToArray())
        {
            if (context.ChangeTracker.HasChanges())
            {
                TenantWall.Check(context);
                rows += await context.FlushAsync(cancel);
            }
        }

        return rows;
    }

    // Whatever looks at the entries while saving (facts, tenant, audit, the module, EF) would have EF compare every value again. A module that changes rows meanwhile says so.
    private readonly struct DetectedOnce : IDisposable
    {
        private readonly ModuleDbContext[] detected;

        public DetectedOnce(IEnumerable<ModuleDbContext> contexts)
        {
            detected = [.. contexts.Where(c => c.ChangeTracker.AutoDetectChangesEnabled)];
            foreach (var context in detected)
            {
                context.ChangeTracker.DetectChanges();
                context.ChangeTracker.AutoDetectChangesEnabled = false;
            }
        }

        public void Dispose()
        {
            foreach (var context in detected)
            {
                context.ChangeTracker.AutoDetectChangesEnabled = true;
            }
        }
    }
}
