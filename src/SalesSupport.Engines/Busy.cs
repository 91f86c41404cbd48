using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace SalesSupport.Engines;

/// <summary>The database is away or has too much to do: what is likely to pass by itself, so that trying again is the right advice.</summary>
internal sealed class Busy(string message) : DbException(message)
{
    private const int SqliteBusy = 5, SqliteLocked = 6;

    // Of SQL Server: a statement or a lock took too long, a deadlock, the turn of SqlServer.TakeTurn. From this class on, the connection is lost.
    private const int Timeout = -2, LockTimeout = 1222, Deadlock = 1205, TurnNotGiven = 50001;
    private const byte ConnectionLost = 20;

    public override bool IsTransient => true;

    public static bool Is(Exception? fault) => fault switch
    {
        null => false,
        DbException { IsTransient: true } => true,
        SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked } => true,
        SqlException { Number: Timeout or LockTimeout or Deadlock or TurnNotGiven } or SqlException { Class: >= ConnectionLost } => true,
        InvalidOperationException { Source: "Microsoft.Data.SqlClient" } => true,        // so it says that the pool gives no connection
        _ => Is(fault.InnerException),
    };
}
