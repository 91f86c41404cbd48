using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Data;
using SalesSupport.Customers.Timeline;

namespace SalesSupport.Customers;

/// <summary>顧客: companies, their sites and contact persons, and a timeline of what happened with them (R21).</summary>
internal sealed class CustomersModule : IModule
{
    public string Name => "Customers";

    public Type Database => typeof(CustomersDbContext);

    public IEnumerable<MenuItem> Menu =>
    [
        new("MenuCustomers", "building", "/customers", 40, Key: 'c', OnPhone: true),
        new("AddCustomer", "building", "/customers/new", 40, MenuPlace.Create),
    ];

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<CompanyQueries>();
        services.AddScoped<CompanyIndexes>();
        services.AddSingleton<CustomerWordsCache>();
        services.AddScoped<CustomerWords>();
        services.AddScoped<CustomerTimeline>();
        services.AddScoped<CustomerSlots>();
    }
}
