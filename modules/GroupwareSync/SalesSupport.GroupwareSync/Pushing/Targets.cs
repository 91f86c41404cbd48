using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Settings;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.GroupwareSync.Pushing;

/// <summary>Whose calendar, at which server, by whose password.</summary>
/// <param name="Address">As the member typed it.</param>
/// <param name="Account">Whose calendar.</param>
/// <param name="User">Who writes.</param>
/// <param name="Password">Their password.</param>
internal sealed record Target(Uri Address, string Account, string User, string Password)
{
    /// <summary>By which copies know that they stand elsewhere: not by who writes.</summary>
    public string Print { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Address.OriginalString}\n{Account}")));

    public string Server => Address.Authority;

    // The record's own would write the password.
    public override string ToString() => $"{Account} at {Server}";
}

/// <summary>Finds a user's calendar in the groupware from the member's settings.</summary>
internal sealed class Targets(GroupwareSyncDbContext db, IPortalLogins logins, IPeople people, Secrets secrets, IHttpClientFactory http)
{
    /// <param name="groupware">The member's.</param>
    /// <param name="userId">Whose calendar.</param>
    /// <param name="despitePause">For a try that somebody asked for.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>The target, or key and detail of the text that says what is missing.</returns>
    public async Task<(Target? Target, string? Why, string? Detail)> FindAsync(Groupware groupware, Guid userId, bool despitePause, CancellationToken cancel)
    {
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.UserId == userId, cancel);
        if (!despitePause && (groupware.Fault ?? account?.Fault) is { } fault)
        {
            return (null, fault, groupware.Fault is null ? account?.FaultDetail : groupware.FaultDetail);
        }

        var name = account?.Name ?? await NameAsync(groupware, userId, cancel);
        if (name is null)
        {
            return (null, "NoAccountName", null);
        }

        if (!MayBeName(name))
        {
            return (null, "AccountNameInvalid", name);
        }

        if (!Uri.TryCreate(groupware.Address, UriKind.Absolute, out var address))
        {
            return (null, "AddressInvalid", null);
        }

        var own = groupware.Access == Access.OwnPasswords;
        return secrets.Read(own ? account?.Secret : groupware.ServiceSecret) is { } password
            ? (new Target(address, name, own ? name : groupware.ServiceName ?? "", password), null, null)
            : (null, own ? "NoOwnPassword" : "NoServicePassword", null);
    }

    /// <summary>
    /// Whether the rule gives somebody else the same account: names are unique in one portal only, and who comes from another one would write into a stranger's calendar.
    /// By their own password nobody can, and a name that an administrator has typed is meant.
    /// </summary>
    public async Task<bool> IsSharedAsync(Groupware groupware, Guid userId, Target target, CancellationToken cancel)
    {
        if (groupware.Access == Access.OwnPasswords || await db.Accounts.AnyAsync(a => a.UserId == userId && a.Name != null, cancel))
        {
            return false;
        }

        var others = (await people.GetAsync(cancel)).All.Select(p => p.Id).Where(p => p != userId).ToArray();
        var typed = await db.Accounts.AsNoTracking().Where(a => a.Name != null).ToDictionaryAsync(a => a.UserId, a => a.Name, cancel);
        var said = await logins.FindAsync(others, cancel);
        return others.Any(o => string.Equals(typed.GetValueOrDefault(o) ?? NameOf(groupware.AccountNames, said.GetValueOrDefault(o)), target.Account, StringComparison.OrdinalIgnoreCase));
    }

    public DavClient Client(Target target) => DavClient.Of(http, target.Address, target.User, target.Password);

    /// <summary>What the member's rule makes of a user; null where the portal has not said what it needs.</summary>
    private async Task<string?> NameAsync(Groupware groupware, Guid userId, CancellationToken cancel)
    {
        var login = (await logins.FindAsync([userId], cancel)).GetValueOrDefault(userId);
        return NameOf(groupware.AccountNames, login);
    }

    /// <summary>It becomes a part of addresses, and must not lead to another place in them.</summary>
    public static bool MayBeName(string name) => name is not ("." or "..") && name.AsSpan().IndexOfAny('/', '\\') < 0;

    public static string? NameOf(string rule, PortalLogin? login) =>
        (rule.Contains("{login}", StringComparison.Ordinal) && login?.Login is null) || (rule.Contains("{mail}", StringComparison.Ordinal) && login?.Mail is null)
            ? null
            : rule.Replace("{login}", login?.Login, StringComparison.Ordinal).Replace("{mail}", login?.Mail, StringComparison.Ordinal);
}

/// <summary>Where calendars were found lately, so that not every event looks for its calendar anew.</summary>
internal sealed class Calendars(TimeProvider clock)
{
    private const int Most = 20_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(Guid Tenant, string Target), (Uri Address, long At)> found = new();

    public async Task<Uri> FindAsync(Guid tenant, Target target, DavClient client, CancellationToken cancel)
    {
        var key = (tenant, target.Print);
        if (found.TryGetValue(key, out var known) && clock.GetElapsedTime(known.At) < Kept)
        {
            return known.Address;
        }

        var calendar = await Discovery.FindAsync(client, target.Account, cancel);
        if (found.Count > Most)
        {
            found.Clear();
        }

        found[key] = (calendar.Address, clock.GetTimestamp());
        return calendar.Address;
    }

    public void Forget(Guid tenant, Target target) => found.TryRemove((tenant, target.Print), out _);
}

/// <summary>Leaves a server alone that has not answered several times, for all members alike.</summary>
internal sealed class Breakers(TimeProvider clock)
{
    private const int Enough = 3;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, (int Faults, DateTimeOffset Until)> servers = new();
    private readonly ConcurrentDictionary<(Guid Tenant, string Server), bool> waiting = new();

    /// <summary>How long it is left alone from now on; null when it may be asked.</summary>
    public TimeSpan? Rests(string server) => servers.TryGetValue(server, out var known) && known.Faults >= Enough && known.Until > clock.GetUtcNow() ? known.Until - clock.GetUtcNow() : null;

    /// <summary>A server that is there and says something else than was hoped is not left alone: the trouble may be one member's.</summary>
    public void Faults(string server) => servers.AddOrUpdate(server, _ => (1, clock.GetUtcNow()), (_, known) => (known.Faults + 1, clock.GetUtcNow() + Rest));

    /// <summary>Something of a member waits for the server.</summary>
    public void Waits(Guid tenant, string server) => waiting[(tenant, server)] = true;

    /// <returns>Whether something of this member may wait for it.</returns>
    public bool Answers(Guid tenant, string server)
    {
        servers.TryRemove(server, out _);
        return waiting.TryRemove((tenant, server), out _);
    }
}
