using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using SalesSupport.Abstractions;

namespace SalesSupport.Migrations;

/// <summary>
/// Whether a module's migrations are complete and can be used, without a server. That the model asks for no more than its snapshot has is seen on each engine; lengths and precision on SQL Server only.
/// What becomes of the migrations: for SQL Server the script is parsed, SQLite runs them in memory, for PostgreSQL the script can be written. That they build what the model says is shown by the tests
/// of the schema, on a real PostgreSQL.
/// </summary>
internal static class Checks
{
    public static IReadOnlyList<string> Faults(ModuleDbContext db, string engine)
    {
        var faults = new List<string>();
        if (db.Database.HasPendingModelChanges())
        {
            faults.Add("PENDING CHANGES");
        }

        try
        {
            var script = db.GetService<IMigrator>().GenerateScript();
            if (engine == AllModules.SqlServer)
            {
                using var reader = new StringReader(script);
                new TSql160Parser(true).Parse(reader, out var errors);
                faults.AddRange(errors.Take(3).Select(e => $"no T-SQL at line {e.Line}: {e.Message}"));
            }
            else if (engine == AllModules.Sqlite)
            {
                db.Database.OpenConnection();       // its end is the database's
                db.Database.Migrate();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException or System.Data.Common.DbException)
        {
            faults.Add($"the migrations cannot be used: {e.Message}");
        }

        return faults;
    }
}
