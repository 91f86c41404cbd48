using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace SalesSupport.Engines;

/// <summary>Tells a disk without room from other faults. Nothing of such a save is kept, and the next one works as soon as there is room.</summary>
internal static class FullDisk
{
    public static bool Is(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            // SQLITE_FULL, and SQLITE_IOERR_SHMSIZE of the index beside the log; disk_full of PostgreSQL; a file group or the log of SQL Server; the system's own word for a file.
            if (fault is SqliteException { SqliteErrorCode: 13 } or SqliteException { SqliteExtendedErrorCode: 4874 } or DbException { SqlState: "53100" } or SqlException { Number: 1105 or 9002 }
                || (fault is IOException && fault.HResult == (OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28)))
            {
                return true;
            }
        }

        return false;
    }
}
