using System.Data.Common;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Moving;

/// <summary><c>migrate-data</c>: everything from one database to a new one, of whatever engine. Cut off at any point, the same command goes on.</summary>
internal static class MoveVerb
{
    private const int Differs = 6;

    /// <returns>The exit code.</returns>
    /// <exception cref="CannotStart">One of the two cannot be used for it; nothing was moved.</exception>
    public static async Task<int> RunAsync(Arguments arguments, MoveArguments move)
    {
        try
        {
            // Before anything makes the folder.
            if (move.From.Folder is { } folder && !Directory.Exists(folder))
            {
                throw NothingThere(folder);
            }

            // A server's host has its keys in a folder too; here it is not to make another.
            await using var from = Build(arguments, move.From, move.To);
            await using var to = Build(arguments, move.To, move.From);
            return await RunAsync(arguments, move, from.Services, to.Services);
        }
        catch (Exception e) when ((e as DbException ?? e.InnerException as DbException ?? e as IOException ?? e as UnauthorizedAccessException as Exception) is { } fault)
        {
            await Console.Error.WriteLineAsync($"The move was cut off: {fault.Message} The same command goes on.");
            return 4;
        }
    }

    private static async Task<int> RunAsync(Arguments arguments, MoveArguments move, IServiceProvider from, IServiceProvider to)
    {
        var cancel = CancellationToken.None;        // whoever wants to end it ends the process: each member is there whole or not at all
        var (source, target) = (from.GetRequiredService<IDatabaseStart>(), to.GetRequiredService<IDatabaseStart>());
        if (source.Name == target.Name)
        {
            throw new CannotStart($"{source.Name} cannot be moved to itself.");
        }

        if (!await source.ExistsAsync(cancel))
        {
            throw NothingThere(source.Name);
        }

        await using var turn = await source.EnterAsync(cancel);
        if (await source.IsInUseAsync(cancel))
        {
            throw new CannotStart($"{source.Name} is in use: stop the service first.");
        }

        await RefuseAsync(from, source, cancel);
        await using var targetsTurn = await target.EnterAsync(cancel);
        var mark = await BeginAsync(source, target, cancel);
        await to.GetRequiredService<Migrator>().MigrateAsync(cancel);
        CopyKeys(from, to);
        var members = new MemberMove(from, to, Console.WriteLine);
        await members.CopyAsync(cancel);
        if (await members.CompareAsync(cancel) is { Count: > 0 } differences)
        {
            await Console.Error.WriteLineAsync($"{string.Join('\n', differences)}\nNot the same, so {target.Name} is not to be used. Stop whatever writes to {source.Name}; the same command moves what differs anew.");
            return Differs;
        }

        await MoveMark.TakeAwayAsync(target, mark, cancel);
        Console.WriteLine($"Moved to {target.Name}. Start the service with --data {Path.GetFullPath(move.To.Folder ?? move.From.Folder ?? arguments.Data)} --Database:Provider={move.To.Provider}{(move.To.Folder is null ? " and with its Database:ConnectionString" : "")}");
        return 0;
    }

    private static CannotStart NothingThere(string name) => new($"There is no data to move in {name}.");

    private static WebApplication Build(Arguments arguments, Place place, Place other) =>
        SalesSupportHost.BuildAsConfigured(arguments with { Data = place.Folder ?? other.Folder ?? arguments.Data, Rest = ["--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=None", .. arguments.Rest, .. place.Settings] });

    private static async Task RefuseAsync(IServiceProvider from, IDatabaseStart source, CancellationToken cancel)
    {
        await MoveMark.RefuseAsync(source, cancel);
        await using var scope = from.CreateAsyncScope();
        ModuleDbContext[] contexts = [.. scope.ServiceProvider.GetServices<ModuleDbContext>()];
        if (await from.GetRequiredService<Migrator>().LackingAsync(contexts, cancel) is [(_, var lacks), ..])
        {
            throw new CannotStart($"{source.Name} was used by an older version of this program (it lacks {lacks}). Start this version on it once.");
        }

        if (LeftBehind(scope.ServiceProvider.GetRequiredService<MemberArchive>(), contexts, await source.TablesAsync(cancel)).ToArray() is { Length: > 0 } left)
        {
            throw new CannotStart($"{source.Name} has tables that would be left behind: {string.Join(", ", left)}. Switch on the modules that they belong to, or take them away.");
        }
    }

    /// <summary>Which tables bear the name of a module, one that is loaded or one that is not, and are not in the archive.</summary>
    internal static IEnumerable<string> LeftBehind(MemberArchive archive, IEnumerable<ModuleDbContext> contexts, IReadOnlyCollection<string> tables)
    {
        var known = archive.Tables.Select(t => t.Name).Append(MemberArchive.Keys).Concat(contexts.Select(c => $"{c.GetType().Name.Replace("DbContext", "", StringComparison.Ordinal)}_Migrations")).ToHashSet();
        return tables.Where(t => !known.Contains(t) && tables.Contains($"{t.Split('_')[0]}_Migrations"));
    }

    /// <returns>The mark that the target bears from now on.</returns>
    private static async Task<string> BeginAsync(IDatabaseStart source, IDatabaseStart target, CancellationToken cancel)
    {
        var mark = MoveMark.Of(source.Name);
        if (MoveMark.In(await target.TablesAsync(cancel)) is { } found)
        {
            return found == mark ? mark : throw new CannotStart($"Data is being moved to {target.Name} from another database than {source.Name}.");
        }

        // One without tables is what a kill has left of making it.
        if (!await target.IsNewAsync(cancel) && (await target.TablesAsync(cancel)).Count > 0)
        {
            throw new CannotStart($"{target.Name} holds data already. Name a database that is not there yet.");
        }

        await target.EndFirstStartAsync(cancel);        // of a first start that was cut off here: no start must begin again what a move has begun
        await MoveMark.SetAsync(target, mark, cancel);
        return mark;
    }

    // Without them nobody stays signed on, and what they protect is lost. A server has them in a table, a folder in files.
    private static void CopyKeys(IServiceProvider from, IServiceProvider to)
    {
        var keys = from.GetService<KeyTable>()?.All() ?? [.. KeyTable.InFolder(from.GetRequiredService<DataFolder>())];
        if (to.GetService<KeyTable>() is { } table)
        {
            table.Take(keys);
        }
        else
        {
            KeyTable.WriteTo(to.GetRequiredService<DataFolder>(), keys);
        }
    }
}
