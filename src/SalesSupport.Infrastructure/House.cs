using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>Puts the house and its modules into the container.</summary>
internal static class House
{
    public static IServiceCollection AddHouse(this IServiceCollection services, IConfiguration configuration, DataFolder folder, IReadOnlyList<LoadedModule> modules)
    {
        services.AddSingleton(folder);
        services.AddSingleton(new ModuleCatalog(modules));
        services.AddHosts(configuration, folder);
        services.AddSingleton<SettingsCache>();
        services.AddSingleton<Migrator>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SignOnRate>();
        services.AddHttpContextAccessor();
        services.AddScoped<ScopeConnection>();
        services.AddScoped<TenantScope>();
        services.AddScoped<CurrentUser>();
        services.AddScoped<UnitOfWork>();
        services.AddScoped<IUnitOfWork>(sp => sp.GetRequiredService<UnitOfWork>());
        services.AddScoped<AuditTrail>();
        services.AddSingleton(new Subscribers(modules));
        services.AddScoped<OutboxWriter>();
        services.AddOutgoingHttp(configuration);
        services.AddSingleton<OutboxDispatcher>();
        services.AddHostedService(s => s.GetRequiredService<OutboxDispatcher>());
        services.AddScoped<MemberArchive>();
        services.AddScoped<ISettings, MemberSettings>();
        services.AddSingleton(new RegisteredServices(services));
        services.AddScoped(typeof(ISlots<>), typeof(Slots<>));
        services.AddScoped<ServiceFactory>(sp => sp.GetService!);
        services.AddScoped<IMediator, Mediator>();
        DenyByDefault(services);
        AddDatabase<HouseDbContext>(services, "House");
        foreach (var module in modules)
        {
            module.AddServices(services, configuration);
            if (module.Module.Database is { } type)
            {
                typeof(House).GetMethod(nameof(AddDatabase), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, [services, module.Name]);
            }

            services.Scan(scan => scan.FromAssemblies(module.Assembly)
                .AddClasses(c => c.Where(t => t.GetInterfaces().Any(i => ModuleCatalog.IsSlot(i) || (i.IsGenericType && i.GetGenericTypeDefinition() == typeof(INotificationHandler<>)))), publicOnly: false)
                .As(t => t.GetInterfaces().Where(i => ModuleCatalog.IsSlot(i) || (i.IsGenericType && i.GetGenericTypeDefinition() == typeof(INotificationHandler<>))))
                .WithScopedLifetime()
                .AddClasses(c => c.Where(t => t.GetInterfaces().Any(Subscribers.IsSubscription)), publicOnly: false)
                .AsSelf()
                .WithScopedLifetime());
        }

        services.AddHostedService<WarmUp>();
        services.AddJobs(configuration);
        return services;
    }

    /// <summary>What every context's options have, whatever the engine.</summary>
    public static void UseHouse(this DbContextOptionsBuilder options, string module)
    {
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new ModuleNameExtension(module));
        options.ReplaceService<IModelCustomizer, ModuleModel>();
        // Not asked at a start, which it would make longer: the migrations tool's check is the guard.
        options.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
    }

    private static void AddDatabase<T>(IServiceCollection services, string module)
        where T : ModuleDbContext
    {
        // Pooled: making a context's services anew costs a twelfth of a list page. The scope gets it with its own unit of work and member, and gives it back when it ends.
        services.AddPooledDbContextFactory<T>((sp, options) =>
        {
            sp.GetRequiredService<IEngine>().Use(options, $"{module}_Migrations");
#if !DEBUG
            // Asks at each row whether two things at once use the context, a tenth of what a list allocates. The tests run with it.
            options.EnableThreadSafetyChecks(false);
#endif
            options.UseHouse(module);
        });
        services.AddScoped(sp =>
        {
            var context = sp.GetRequiredService<IDbContextFactory<T>>().CreateDbContext();
            context.Enter(sp.GetRequiredService<IUnitOfWork>(), sp.GetRequiredService<TenantScope>());
            return context;
        });
        services.AddScoped<ModuleDbContext>(sp => sp.GetRequiredService<T>());
    }

    // A policy whose module is switched off still has a name, and lets nobody in. The module's own registration comes later and replaces it.
    private static void DenyByDefault(IServiceCollection services)
    {
        var policies = services.AddAuthorizationBuilder();
        foreach (var name in new[] { Policies.User, Policies.Administrator, Policies.PortalUser, Policies.PortalAdministrator, Policies.Operator })
        {
            policies.AddPolicy(name, p => p.RequireAssertion(_ => false));
        }
    }
}
