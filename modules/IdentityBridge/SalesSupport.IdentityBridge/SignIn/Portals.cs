using Microsoft.Extensions.Configuration;

namespace SalesSupport.IdentityBridge;

/// <summary>A portal whose people sign in here (R10).</summary>
/// <param name="Name">Its name in configuration, which is part of every tenant id, so it must never change.</param>
/// <param name="DisplayName">What people see when they have to choose.</param>
/// <param name="Authority">Its issuer, or null for the embedded portal, whose issuer is our own public address.</param>
/// <param name="ClientId">Who we are to it.</param>
/// <param name="ClientSecret">Our secret, or null for a public client.</param>
internal sealed record Portal(string Name, string DisplayName, string? Authority, string ClientId, string? ClientSecret)
{
    /// <summary>Name of its authentication scheme.</summary>
    public string Scheme => $"Portal.{Name}";

    public bool IsEmbedded => Authority is null;

    /// <summary>The first portal has the plain addresses, further ones carry their name.</summary>
    public required bool IsFirst { get; init; }

    public string CallbackPath => IsFirst ? "/signin-oidc" : $"/signin-oidc-{Name}";
}

/// <summary>The portals of configuration, <c>Portals:&lt;name&gt;:{Authority,ClientId,ClientSecret,DisplayName}</c>; none means the embedded one.</summary>
internal sealed class Portals
{
    public const string Embedded = "portal";

    private Portals(IReadOnlyList<Portal> all) => All = all;

    public IReadOnlyList<Portal> All { get; }

    public Portal? Find(string? name) => All.FirstOrDefault(p => p.Name == name);

    /// <exception cref="InvalidOperationException">A portal is not configured rightly. Better at the start than at every request.</exception>
    public static Portals Read(IConfiguration configuration)
    {
        var sections = configuration.GetSection("Portals").GetChildren().ToArray();
        if (sections.Length == 0)
        {
            return new Portals([new Portal(Embedded, Embedded, null, "salessupport", null) { IsFirst = true }]);
        }

        return new Portals([.. sections.Select((s, i) => Read(s, i == 0))]);
    }

    private static Portal Read(IConfigurationSection section, bool first)
    {
        var name = section.Key;
        if (name.Length > 60 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new InvalidOperationException($"Portals:{name}: a name consists of a to z, 0 to 9 and hyphens.");
        }

        if (!Uri.TryCreate(section["Authority"], UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !IsLoopbackHttp(authority)))
        {
            throw new InvalidOperationException($"Portals:{name}:Authority must be an https address.");
        }

        var client = section["ClientId"] is { Length: > 0 } id ? id : throw new InvalidOperationException($"Portals:{name}:ClientId is missing.");
        return new Portal(name, section["DisplayName"] ?? name, section["Authority"]!.TrimEnd('/'), client, section["ClientSecret"]) { IsFirst = first };
    }

    /// <summary>The one place where plain HTTP is allowed.</summary>
    public static bool IsLoopbackHttp(Uri address) => address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;
}
