using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Migrations;

/// <summary>Every module's context, opened under SQL Server unless asked otherwise: a diff under SQLite misses changes of length and precision.</summary>
internal static class AllModules
{
    public const string SqlServer = "SqlServer", PostgreSql = "PostgreSql", Sqlite = "Sqlite";

    public static IReadOnlyList<(string Module, Type Context)> Contexts() =>
        [("House", typeof(HouseDbContext)), .. Directory.GetFiles(AppContext.BaseDirectory, "SalesSupport.*.dll")
            .Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => !n.EndsWith(".Contracts", StringComparison.Ordinal) && n is not ("SalesSupport.Migrations" or "SalesSupport.Abstractions" or "SalesSupport.Infrastructure"))
            .SelectMany(n => System.Reflection.Assembly.Load(n).GetTypes()).Where(t => typeof(ModuleDbContext).IsAssignableFrom(t) && !t.IsAbstract)
            .Select(t => (t.Assembly.GetName().Name!["SalesSupport.".Length..], t))];

    /// <summary>How a context is told of each engine; no server is ever asked.</summary>
    public static IReadOnlyDictionary<string, Action<DbContextOptionsBuilder, string>> Engines { get; } = new Dictionary<string, Action<DbContextOptionsBuilder, string>>
    {
        [SqlServer] = (options, history) => options.UseSqlServer("Server=none", s => s.MigrationsHistoryTable(history)),
        [PostgreSql] = (options, history) => options.UseNpgsql("Host=none", s => s.MigrationsHistoryTable(history)),
        [Sqlite] = (options, history) => options.UseSqlite("Data Source=:memory:", s => s.MigrationsHistoryTable(history)),
    };

    public static ModuleDbContext Open(Type context, string module, string engine = SqlServer)
    {
        var options = (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(context))!;
        Engines[engine](options, $"{module}_Migrations");
        options.UseHouse(module);
        return (ModuleDbContext)Activator.CreateInstance(context, options.Options)!;
    }
}
