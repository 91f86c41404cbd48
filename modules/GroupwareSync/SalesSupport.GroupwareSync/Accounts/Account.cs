using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Settings;

namespace SalesSupport.GroupwareSync.Accounts;

/// <summary>What is special about one user's account in the groupware. Who has none is called as the member's rule says.</summary>
internal sealed class Account : Entity, ITenantOwned
{
    public const int LongestName = 254;

    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    /// <summary>The account's name where the rule does not give it; null where it does.</summary>
    public string? Name { get; set; }

    /// <summary>The user's own password, encrypted by <see cref="Settings.Secrets"/>.</summary>
    [NotAudited("a secret")]
    public string? Secret { get; set; }

    /// <summary>Key and detail of the text that says why nothing is sent for this user until somebody has looked at it; null while all is well.</summary>
    [NotAudited("what the other side said, not a choice")]
    public string? Fault { get; private set; }

    [NotAudited("what the other side said, not a choice")]
    public string? FaultDetail { get; private set; }

    public void Pause(string fault, string detail) => (Fault, FaultDetail) = (fault, detail);

    public void Resume() => (Fault, FaultDetail) = (null, null);

    /// <summary>Changes a user's account, made if need be, within the caller's transaction; what waited for it is tried again.</summary>
    public static async Task ChangeAsync(GroupwareSyncDbContext db, Guid userId, Action<Account> change, Resent which, CancellationToken cancel)
    {
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.UserId == userId, cancel);
        if (account is null)
        {
            db.Accounts.Add(account = new Account { UserId = userId });
        }

        change(account);
        account.Resume();
        (await db.Groupwares.SingleOrDefaultAsync(cancel))?.TryAgain(userId, which);
    }
}
