using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>What is kept in the process and the data folder on the embedded database, and in tables where other hosts may be.</summary>
internal static class Hosting
{
    public static void AddHosts(this IServiceCollection services, IConfiguration configuration, DataFolder folder)
    {
        var protection = services.AddDataProtection().SetApplicationName("SalesSupport");
        if (DatabaseProvider.IsEmbedded(configuration))
        {
            protection.PersistKeysToFileSystem(Directory.CreateDirectory(folder.Keys));
            services.AddSingleton<IHosts, OneHost>();
            services.AddSingleton(typeof(JustDone<>), typeof(KeptInMemory<>));
            return;
        }

        services.AddSingleton<KeyTable>();
        services.AddOptions<KeyManagementOptions>().Configure<KeyTable>((o, keys) => o.XmlRepository = keys);
        services.AddSingleton<IHosts, SeveralHosts>();
        services.AddScoped(typeof(JustDone<>), typeof(KeptInTable<>));
        services.AddHostedService<DropDone>();
    }
}
