using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.EntityFrameworkCore.SqlServer.Design.Internal;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Migrations;

// add MODULE NAME: writes the next migration of a module. check: fails when, on any engine, a model has changes without a migration or its migrations cannot be used; a line for each module and engine.
var modules = AllModules.Contexts();
switch (args)
{
    case ["add", var module, var name]:
        var type = modules.Single(m => m.Module == module).Context;
        Add(type, module, name);
        return 0;
    case ["check"]:
        var failed = false;
        foreach (var (module, context) in modules)
        {
            foreach (var engine in AllModules.Engines.Keys)
            {
                using var db = AllModules.Open(context, module, engine);
                var faults = Checks.Faults(db, engine);
                Console.WriteLine($"{module} on {engine}: {(faults.Count == 0 ? "in order" : string.Join("; ", faults))}");
                failed |= faults.Count > 0;
            }
        }

        return failed ? 1 : 0;
    default:
        await Console.Error.WriteLineAsync("usage: add MODULE NAME | check");
        return 2;
}

static void Add(Type type, string module, string name)
{
    using var db = AllModules.Open(type, module);
    var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
    new SqlServerDesignTimeServices().ConfigureDesignTimeServices(services);
    services.AddSingleton<IMigrationsCodeGenerator, NeutralMigrations>();
    using var provider = services.BuildServiceProvider();
    var scaffolder = provider.CreateScope().ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
    var root = type.Assembly.GetName().Name!;
    var project = module == "House" ? $"src/{root}" : $"modules/{module}/{root}";
    if (!Directory.Exists(project))
    {
        throw new DirectoryNotFoundException($"Run it from the repository's root; {project} is not here.");
    }

    var files = scaffolder.Save(Path.GetFullPath(project), scaffolder.ScaffoldMigration(name, root, "Data.Migrations"), Path.GetFullPath(Path.Combine(project, "Data/Migrations")), dryRun: false);
    Console.WriteLine(files.MigrationFile);
}
