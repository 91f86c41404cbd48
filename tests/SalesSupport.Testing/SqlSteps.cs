using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Engines;
using SQLitePCL;

namespace SalesSupport.Testing;

/// <summary>
/// Counts the steps of SQLite's virtual machine that a host's requests take. Unlike a time it is the same on every machine, and unlike a query plan it shows a statement that enters
/// an index and then walks through all rows of a member.
/// </summary>
public sealed class SqlSteps
{
    private const int Every = 10;
    private const int Connections = 4;
    private readonly delegate_progress counting;
    private readonly SqliteConnections connections;
    private long taken;

    private SqlSteps(SqliteConnections connections)
    {
        this.connections = connections;
        counting = _ =>
        {
            Interlocked.Add(ref taken, Every);
            return 0;
        };
    }

    /// <summary>Steps so far, to about ten for each statement.</summary>
    public long Taken => Interlocked.Read(ref taken);

    /// <summary>Counts on the connections that the host takes next; see <see cref="LeastAsync"/>.</summary>
    public static SqlSteps Of(TestHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var steps = new SqlSteps(host.Services.GetRequiredService<SqliteConnections>());
        steps.Watch();
        return steps;
    }

    /// <summary>
    /// Steps of one request that comes again and again. SQLite counts the planning of a statement too (since 3.41), which each connection does once: of one request more than there are
    /// connections, one at least finds its statements planned.
    /// </summary>
    public async Task<long> LeastAsync(Func<Task> request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var least = long.MaxValue;
        for (var i = 0; i <= Connections; i++)
        {
            // A slow machine gives the last request's connection back late, and a new one is opened meanwhile.
            Watch();
            var before = Taken;
            await request();
            least = Math.Min(least, Taken - before);
        }

        // Else the request took a connection on which nobody counts.
        return least > 0 ? least : throw new InvalidOperationException("No steps were counted.");
    }

    // The last one given back is taken first: given back in this order, the one that has planned its statements stays on top.
    private void Watch()
    {
        var rented = Enumerable.Range(0, Connections).Select(_ => connections.Rent()).ToArray();
        foreach (var connection in rented.Reverse())
        {
            raw.sqlite3_progress_handler(connection.Handle, Every, counting, null);
            connections.Return(connection);
        }
    }

    /// <summary>Runs one statement on one of the host's connections.</summary>
    public static void Run(TestHost host, string sql)
    {
        ArgumentNullException.ThrowIfNull(host);
        var pool = host.Services.GetRequiredService<SqliteConnections>();
        var connection = pool.Rent();
        try
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own statement.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteScalar();
        }
        finally
        {
            pool.Return(connection);
        }
    }
}
