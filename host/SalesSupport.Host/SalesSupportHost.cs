using System.Data.Common;
using System.Net.Sockets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SalesSupport.Abstractions;
using SalesSupport.Engines;
using SalesSupport.Host.Health;
using SalesSupport.Host.Modules;
using SalesSupport.Host.Moving;
using SalesSupport.Host.Operators;
using SalesSupport.Host.Samples;
using SalesSupport.Host.Shell;
using SalesSupport.Host.Telemetry;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host;

/// <summary>Builds and starts the one process. Tests call <see cref="Build"/> with their own folder and clock.</summary>
internal static class SalesSupportHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = Arguments.Parse(args);
        if (arguments.Fault is { } fault)
        {
            await Console.Error.WriteLineAsync($"{fault}\n{Arguments.Usage}");
            return 2;
        }

        if (arguments.Verb is ["help"])
        {
            Console.WriteLine(Arguments.Usage);
            return 0;
        }

        try
        {
            if (arguments.Move is { } move)
            {
                return await MoveVerb.RunAsync(arguments, move);
            }

            await using var app = BuildAsConfigured(arguments);
            // Before a newer program changes the tables below one that runs.
            await using var only = arguments.NewOperator is null ? OnlyHost.Begin(app) : null;
            // Said before anything else can fail: a password that is shown once must be seen.
            var notes = await PrepareAsync(app, arguments);
            foreach (var note in notes.Count > 0 ? notes : ["  Sample accounts, if this folder has them: see README.md"])
            {
                Console.WriteLine(note);
            }

            return arguments.NewOperator is null ? await ServeAsync(app) : 0;
        }
        catch (CannotStart e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 5;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException)
        {
            // The system's own words say what is wrong with the folder; the stack below them helps nobody.
            await Console.Error.WriteLineAsync($"The data folder {Path.GetFullPath(arguments.Data)} cannot be used: {e.Message}");
            return 4;
        }
    }

    // Modules say what is wrong with their settings while they are put together.
    public static WebApplication BuildAsConfigured(Arguments arguments)
    {
        try
        {
            return Build(arguments);
        }
        catch (InvalidOperationException e)
        {
            throw new CannotStart(e.Message);
        }
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
        builder.Services.AddEngine(builder.Configuration);
        builder.Services.AddHouse(builder.Configuration, folder, modules);
        builder.Services.AddSingleton<IOwnAddress, OwnAddress>();
        builder.Services.AddSingleton<SampleRun>();
        builder.Services.AddOwnHosts();
        builder.Services.AddHealth();
        builder.AddTelemetry();
        builder.Services.AddOperators(builder.Configuration);
        builder.Services.AddShell(modules, builder.Configuration);
        more?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseShell();
        return app;
    }

    /// <summary>Migrates, and on a new database makes sample data and the first operator. One process at a time; one that was killed in the middle of its first start is begun again.</summary>
    /// <returns>Lines for the person who started it.</returns>
    public static async Task<IReadOnlyList<string>> PrepareAsync(WebApplication app, Arguments arguments)
    {
        var cancel = app.Lifetime.ApplicationStopping;
        var database = app.Services.GetRequiredService<IDatabaseStart>();
        await using var turn = await database.EnterAsync(cancel);
        var isNew = await database.IsNewAsync(cancel);
        await MoveMark.RefuseAsync(database, cancel);
        if (isNew && arguments is { Empty: false, SampleSize: 0, NewOperator: null } && !string.IsNullOrEmpty(app.Configuration["PublicAddress"]))
        {
            // A forgotten --empty, or a folder that is not where it should be: everybody knows the passwords of the sample accounts, the operator's among them.
            throw new CannotStart($"{database.Name} would be made with sample accounts, and others reach PublicAddress. Add --empty to begin a real installation, or --sample-size N for a demo that others may enter.");
        }

        if (isNew)
        {
            await database.BeginFirstStartAsync(cancel);
        }

        await app.Services.GetRequiredService<Migrator>().MigrateAsync(cancel);
        app.Services.GetService<KeyTable>()?.MakeReady(app.Services.GetRequiredService<DataFolder>(), app.Services.GetRequiredService<IDataProtectionProvider>());
        var notes = await PeopleItAsync(app.Services, arguments, isNew, cancel);
        await database.EndFirstStartAsync(cancel);
        return notes;
    }

    private static async Task<IReadOnlyList<string>> PeopleItAsync(IServiceProvider services, Arguments arguments, bool isNew, CancellationToken cancel)
    {
        if (arguments.NewOperator is { } login)
        {
            return [await OperatorVerb.AddAsync(services, login, cancel)];
        }

        var withSamples = isNew && !arguments.Empty;
        IReadOnlyList<string> samples = withSamples ? await SampleMembers.MakeAsync(services, arguments.SampleSize, cancel) : [];
        return await FirstOperator.ExistsAsync(services, cancel)
            ? samples
            : [.. samples, .. await FirstOperator.MakeAsync(services, withSamples ? SampleMembers.Password : null, cancel)];
    }

    private static async Task<int> ServeAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or FormatException)
        {
            await app.StopAsync();      // what runs beside the start would find its services gone
            // Kestrel's own words name the address and the reason; the stack below them helps nobody.
            await Console.Error.WriteLineAsync($"{e.Message} Name another one with --urls http://127.0.0.1:PORT");
            return 3;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Console.WriteLine($"  SalesSupport 営業支援: {string.Join(", ", addresses)}");
        if (OwnHosts.LetsNobodyElseIn(app.Configuration, addresses))
        {
            Console.WriteLine("  Only this machine is let in: sign-on needs to know the address that others type. Name it with --PublicAddress https://NAME, and put a proxy in front that speaks TLS (docs/operations.md)");
        }

        await app.WaitForShutdownAsync();
        return 0;
    }
}
