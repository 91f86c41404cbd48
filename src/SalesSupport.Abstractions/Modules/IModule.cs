using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SalesSupport.Abstractions;

/// <summary>
/// What a module tells the house about itself. The host finds the one implementation in each module assembly; it must have a parameterless constructor.
/// Handlers (<c>INotificationHandler&lt;&gt;</c>) and slot implementations are found by scanning and need no registration.
/// </summary>
public interface IModule
{
    /// <summary>The module's name, which is also its table prefix, its MVC area and its view folder. Equals the assembly name without "SalesSupport.".</summary>
    string Name { get; }

    /// <summary>False for a module without which the house cannot be used. A module that is optional can be switched off by <c>Modules:Disabled</c>.</summary>
    bool Optional => true;

    /// <summary>The module's <see cref="ModuleDbContext"/>, or null when it keeps no data.</summary>
    Type? Database => null;

    /// <summary>Entries for the menu. Which of them a visitor sees is decided by <see cref="MenuItem.Policy"/>.</summary>
    IEnumerable<MenuItem> Menu => [];

    /// <summary>Sections of 共通設定 (the administrator's settings page).</summary>
    IEnumerable<SettingsSection> Settings => [];

    /// <summary>Jobs that run by the clock.</summary>
    IEnumerable<ScheduledJob> Jobs => [];

    /// <summary>Registers the module's own services. Called once, before the container is built.</summary>
    void AddServices(IServiceCollection services, IConfiguration configuration) { }
}
