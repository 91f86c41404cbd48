using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Engines;

/// <summary>Makes a server's database ready.</summary>
internal sealed class ServerStart(ServerDialect dialect, ServerEngine engine, ModuleCatalog modules) : IDatabaseStart
{
    private const string Mark = "House_FirstStart";
    private const string History = "_Migrations";
    private DbConnection? connection;

    public string Name => dialect.Name;

    public async Task<bool> ExistsAsync(CancellationToken cancel)
    {
        var exists = false;
        await SayAsync(async () =>
        {
            await using var server = dialect.ConnectToServer();
            await server.OpenAsync(cancel);
            exists = await AskAsync(server, dialect.Collation, dialect.Database, cancel) is not null;
        });
        return exists;
    }

    /// <summary>Not known: hosts come and go by their pool.</summary>
    public Task<bool> IsInUseAsync(CancellationToken cancel) => Task.FromResult(false);

    public async Task<IAsyncDisposable> EnterAsync(CancellationToken cancel)
    {
        await SayAsync(async () =>
        {
            await MakeDatabaseAsync(cancel);
            connection = dialect.ConnectAsOwner();
            await connection.OpenAsync(cancel);
            await RunAsync(dialect.TakeStart, cancel);
            await engine.WorkForAllAsync(connection, cancel);       // a migration may change rows of all members
        });
        return connection!;
    }

    public async Task<bool> IsNewAsync(CancellationToken cancel)
    {
        var tables = await QueryAsync(dialect.Tables, cancel);
        if (!tables.Contains(Mark))
        {
            return !tables.Contains("House" + History);
        }

        // The mark stays until all is there: this start may be cut off too.
        var half = tables.Where(t => t != Mark && Names().Select(m => $"{m}_").Append(JobStore.TablePrefix).Any(m => t.StartsWith(m, StringComparison.Ordinal))).ToArray();
        foreach (var sql in half.Length == 0 ? [] : dialect.Drop(half))
        {
            await RunAsync(sql, cancel);
        }

        return true;
    }

    public async Task BeginFirstStartAsync(CancellationToken cancel)
    {
        if (!(await QueryAsync(dialect.Tables, cancel)).Contains(Mark))
        {
            await SayAsync(() => RunAsync($"CREATE TABLE \"{Mark}\" (\"At\" int)", cancel));
        }
    }

    /// <summary>On the connection that has held the turn: if that was lost meanwhile, another start may have had it, and this one must not go on.</summary>
    public Task EndFirstStartAsync(CancellationToken cancel) => SayAsync(() => RunAsync($"DROP TABLE IF EXISTS \"{Mark}\"", cancel));

    public async Task<IReadOnlyCollection<string>> TablesAsync(CancellationToken cancel) => await QueryAsync(dialect.Tables, cancel);

    public async Task<IReadOnlySet<string>> AppliedAsync(CancellationToken cancel)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        var tables = await QueryAsync(dialect.Tables, cancel);
        foreach (var module in Names().Where(m => tables.Contains(m + History)))
        {
            applied.UnionWith((await QueryAsync($"SELECT \"MigrationId\" FROM \"{module}{History}\"", cancel)).Select(id => $"{module}DbContext/{id}"));
        }

        return applied;
    }

    public Task PrepareAsync(ModuleDbContext context, CancellationToken cancel)
    {
        context.Database.SetDbConnection(connection);
        // PostgreSQL's provider finds out that the table is missing by a failed query, which it writes to the log as an error.
        return SayAsync(() => RunAsync(context.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), cancel));
    }

    /// <summary>Each time, since a start may have been killed between the migrations and the walls.</summary>
    public async Task OpenAsync(IEnumerable<ModuleDbContext> contexts, CancellationToken cancel)
    {
        var walled = await QueryAsync(dialect.Walled, cancel);
        var open = contexts.SelectMany(c => c.Model.GetEntityTypes()).Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType) && e.BaseType is null && !walled.Contains(e.GetTableName()!));
        var hasJobs = (await QueryAsync(dialect.Tables, cancel)).Any(t => t.StartsWith(JobStore.TablePrefix, StringComparison.Ordinal));
        await SayAsync(async () =>
        {
            await (hasJobs ? Task.CompletedTask : MakeJobTablesAsync(cancel));
            foreach (var sql in dialect.Foundations().Concat(open.SelectMany(dialect.Wall)))
            {
                await RunAsync(sql, cancel);
            }
        });
    }

    // All or none: a start may be killed in between.
    private async Task MakeJobTablesAsync(CancellationToken cancel)
    {
        await using var transaction = await connection!.BeginTransactionAsync(cancel);
        foreach (var sql in JobStore.Tables(dialect.Quartz))
        {
            await using var command = Command(sql);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    private async Task MakeDatabaseAsync(CancellationToken cancel)
    {
        var name = dialect.Database;
        await using var server = dialect.ConnectToServer();
        await server.OpenAsync(cancel);
        if (dialect.PastTheWalls is { } past && await AskAsync(server, past, name, cancel) is { } role)
        {
            throw new CannotStart($"{Name} must not be used as {role}: no row-level security stops a superuser or a role with BYPASSRLS. Name another role in Database:ConnectionString.");
        }

        var collation = await AskAsync(server, dialect.Collation, name, cancel);
        if (collation is null)
        {
            DbException? fault = null;
            try
            {
                await using var create = Command(server, dialect.Create);
                await create.ExecuteNonQueryAsync(cancel);
            }
            catch (DbException e)
            {
                fault = e;      // another start may have been there first
            }

            collation = await AskAsync(server, dialect.Collation, name, cancel) ?? throw new CannotStart($"{Name} cannot be made: {fault?.Message}");
        }

        if (!dialect.IsBinary(collation))
        {
            throw new CannotStart($"{Name} compares words by the collation {collation}. Make it anew with {dialect.BinaryCollation}, or leave it away: it is made at the start.");
        }
    }

    private static async Task<string?> AskAsync(DbConnection server, string sql, string database, CancellationToken cancel)
    {
        await using var ask = Command(server, sql);
        var name = ask.CreateParameter();
        (name.ParameterName, name.Value) = ("name", database);
        ask.Parameters.Add(name);
        return await ask.ExecuteScalarAsync(cancel) as string;
    }

    // The server's own words say what is wrong; the stack below them helps nobody.
    private async Task SayAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (DbException e)
        {
            throw new CannotStart($"{Name} cannot be used: {e.Message}");
        }
    }

    // The tables of each begin with its name; another program's are none of our business.
    private IEnumerable<string> Names() => modules.All.Select(m => m.Name).Prepend("House");

    public async Task RunAsync(string sql, CancellationToken cancel)
    {
        await using var command = Command(sql);
        command.CommandTimeout = 0;     // another start may take as long as its migrations do
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<List<string>> QueryAsync(string sql, CancellationToken cancel)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<string>();
        while (await reader.ReadAsync(cancel))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    private DbCommand Command(string sql) => Command(connection ?? throw new InvalidOperationException("The turn comes first."), sql);

    private static DbCommand Command(DbConnection on, string sql)
    {
        var command = on.CreateCommand();
#pragma warning disable CA2100 // The dialect's own text, and names from the database's own catalogue.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
