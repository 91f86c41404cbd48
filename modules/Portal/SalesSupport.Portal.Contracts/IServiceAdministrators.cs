namespace SalesSupport.Portal.Contracts;

/// <summary>Who administers SalesSupport for the current member, as far as the portal has to know it (R14). A slot: filled by whoever keeps the users; unfilled, nobody can be appointed.</summary>
public interface IServiceAdministrators
{
    /// <summary>
    /// The portal users, by the ids that are their <c>sub</c> claims, one of whom a portal administrator may appoint now: every registered user who is not suspended, when
    /// all administrators are suspended; otherwise nobody. Within a transaction as that transaction sees it.
    /// </summary>
    Task<IReadOnlyList<Guid>> AppointableAsync(CancellationToken cancel);
}
