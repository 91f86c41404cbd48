using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Migrations;

/// <summary>Every module's context, opened under SQL Server: a diff under SQLite misses changes of length and precision.</summary>
internal static class AllModules
{
    public static IReadOnlyList<(string Module, Type Context)> Contexts() =>
        [("House", typeof(HouseDbContext)), .. Directory.GetFiles(AppContext.BaseDirectory, "SalesSupport.*.dll")
            .Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => !n.EndsWith(".Contracts", StringComparison.Ordinal) && n is not ("SalesSupport.Migrations" or "SalesSupport.Abstractions" or "SalesSupport.Infrastructure"))
            .SelectMany(n => System.Reflection.Assembly.Load(n).GetTypes()).Where(t => typeof(ModuleDbContext).IsAssignableFrom(t) && !t.IsAbstract)
            .Select(t => (t.Assembly.GetName().Name!["SalesSupport.".Length..], t))];

    public static ModuleDbContext Open(Type context, string module)
    {
        var options = (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(context))!;
        options.UseSqlServer("Server=none", s => s.MigrationsHistoryTable($"{module}_Migrations"));
        options.UseHouse(module);
        return (ModuleDbContext)Activator.CreateInstance(context, options.Options)!;
    }
}
