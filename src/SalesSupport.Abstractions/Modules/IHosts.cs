namespace SalesSupport.Abstractions;

/// <summary>What the hosts that share one database have in common: one host on SQLite, any number on a database server.</summary>
public interface IHosts
{
    /// <summary>A key of the service, the same on every host: made by whoever asks first, kept protected, and part of the backup.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="make">Makes it. Of two hosts that make it at once, both get the one that was kept.</param>
    byte[] Key(string name, Func<byte[]> make);

    /// <summary>
    /// How often what a member's caches hold has changed (<see cref="IUnitOfWork.AfterCommitEverywhere"/>), on whatever host; asked of the database once in each request. What was read after this was asked is no older than it.
    /// </summary>
    /// <returns>Always 0 where there is no other host.</returns>
    ValueTask<long> StampAsync(Guid tenant);
}
