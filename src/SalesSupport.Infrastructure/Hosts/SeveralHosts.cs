using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>A database server is for any number of hosts: keys and stamps are in its tables.</summary>
internal sealed class SeveralHosts(IEngine engine, KeyTable keys, IDataProtectionProvider protection, IHttpContextAccessor request, ILogger<SeveralHosts> log) : IHosts
{
    private readonly IDataProtector protector = protection.CreateProtector(OneHost.Purpose);

    public byte[] Key(string name, Func<byte[]> make)
    {
        var kept = keys.Find(name) ?? keys.Add(name, Protected(make));
        try
        {
            return protector.Unprotect(Convert.FromBase64String(kept));
        }
        catch (CryptographicException e)
        {
            // The data-protection keys in the same table are gone, and every session with them.
            log.LogError(e, "The key {Name} cannot be read with the keys of the database; a new one is made, and everybody signs on anew", name);
            return protector.Unprotect(Convert.FromBase64String(keys.Replace(name, kept, Protected(make))));
        }
    }

    public async ValueTask<long> StampAsync(Guid tenant)
    {
        if (request.HttpContext is not { } http)
        {
            return await ReadAsync(tenant);
        }

        var key = (typeof(SeveralHosts), tenant);
        if (http.Items[key] is not long stamp)
        {
            http.Items[key] = stamp = await ReadAsync(tenant);
        }

        return stamp;
    }

    // On a connection of its own, and without telling it a member: most often it is the first question of a request, whose own has no member yet.
    private async Task<long> ReadAsync(Guid tenant)
    {
        var connection = engine.Rent();
        try
        {
            await connection.OpenAsync();
            return await MemberStamp.ReadAsync(connection, tenant);
        }
        finally
        {
            engine.Return(connection);
        }
    }

    private string Protected(Func<byte[]> make) => Convert.ToBase64String(protector.Protect(make()));
}
