using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SalesSupport.Abstractions;
using SalesSupport.Host.Modules;
using SalesSupport.Host.Operators;
using SalesSupport.Host.Samples;
using SalesSupport.Host.Shell;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host;

/// <summary>Builds and starts the one process. Tests call <see cref="Build"/> with their own folder and clock.</summary>
internal static class SalesSupportHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = Arguments.Parse(args);
        await using var app = Build(arguments);
        if (arguments.Verb is ["operator", "add", var login])
        {
            await PrepareAsync(app, arguments with { Empty = true });
            return await OperatorVerb.AddAsync(app.Services, login);
        }

        if (arguments.Verb.Count > 0)
        {
            await Console.Error.WriteLineAsync($"Unknown command: {string.Join(' ', arguments.Verb)}. Known: operator add LOGIN");
            return 2;
        }

        var notes = await PrepareAsync(app, arguments);
        await app.StartAsync();
        Banner(app, notes);
        await app.WaitForShutdownAsync();
        return 0;
    }

    public static WebApplication Build(Arguments arguments, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = arguments.Rest,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.WebHost.ConfigureKestrel(k => k.AddServerHeader = false);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls("http://127.0.0.1:5080");
        }

        var folder = new DataFolder(arguments.Data);
        var modules = ModuleLoading.Load(builder.Configuration.GetSection("Modules:Disabled").Get<string[]>() ?? []);
        builder.Services.AddHouse(builder.Configuration, folder, modules);
        builder.Services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(folder.Keys)).SetApplicationName("SalesSupport");
        builder.Services.AddSingleton<IOwnAddress, OwnAddress>();
        builder.Services.AddOwnHostsOnly(builder.Configuration);
        builder.Services.AddOperators();
        builder.Services.AddShell(modules);
        more?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseShell();
        return app;
    }

    /// <summary>Migrates, and on a new database makes sample data or the first operator.</summary>
    /// <returns>Lines for the person who started it.</returns>
    public static async Task<IReadOnlyList<string>> PrepareAsync(WebApplication app, Arguments arguments)
    {
        var cancel = app.Lifetime.ApplicationStopping;
        var isNew = await app.Services.GetRequiredService<Migrator>().MigrateAsync(cancel);
        if (await FirstOperator.ExistsAsync(app.Services, cancel))
        {
            return [];
        }

        // The first operator is made last. Where it is missing, the first start was interrupted and nobody has ever signed on: begin again.
        if (!isNew)
        {
            app.Services.GetRequiredService<SqliteConnections>().DeleteDatabase();
            await app.Services.GetRequiredService<Migrator>().MigrateAsync(cancel);
        }

        return arguments.Empty
            ? await FirstOperator.MakeAsync(app.Services, password: null, cancel)
            : [.. await SampleMembers.MakeAsync(app.Services, arguments.SampleSize, cancel), .. await FirstOperator.MakeAsync(app.Services, SampleMembers.Password, cancel)];
    }

    private static void Banner(WebApplication app, IReadOnlyList<string> notes)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Console.WriteLine();
        Console.WriteLine($"  SalesSupport 営業支援: {string.Join(", ", addresses)}");
        foreach (var note in notes.Count > 0 ? notes : ["  Sample accounts, if this folder has them: see README.md"])
        {
            Console.WriteLine(note);
        }

        Console.WriteLine();
    }
}
