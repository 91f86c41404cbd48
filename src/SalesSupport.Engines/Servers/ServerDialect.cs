using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SalesSupport.Infrastructure;

namespace SalesSupport.Engines;

/// <summary>How one database server says what <see cref="ServerEngine"/> and <see cref="ServerStart"/> ask of it.</summary>
internal abstract class ServerDialect
{
    /// <summary>Stands for all members, for the few statements that find out which members there are. No member has it.</summary>
    public static readonly Guid AllMembers = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    /// <summary>The database, for messages; without the password.</summary>
    public abstract string Name { get; }

    /// <summary>Names the provider. A fault of the server comes as what it is, as on the embedded database, and not within a hint to try again by oneself.</summary>
    public abstract void Use(DbContextOptionsBuilder options, string history);

    /// <summary>A closed connection by which the host works.</summary>
    public abstract DbConnection Connect();

    /// <summary>The same, for whoever opens its own.</summary>
    public abstract DbDataSource Source { get; }

    /// <summary>What Quartz calls this database.</summary>
    public abstract string Quartz { get; }

    /// <summary>A closed connection by which tables are changed: of the role that owns them, where the host's own does not.</summary>
    public abstract DbConnection ConnectAsOwner();

    /// <summary>A closed connection to the server as the owner, when the database may not be there yet.</summary>
    public abstract DbConnection ConnectToServer();

    /// <summary>The database's own name.</summary>
    /// <exception cref="CannotStart">The settings name none.</exception>
    public abstract string Database { get; }

    /// <summary>By what the database compares words; nothing when there is no database. By <c>@name</c>.</summary>
    public abstract string Collation { get; }

    /// <summary>Makes the database.</summary>
    public abstract string Create { get; }

    /// <summary>The collation of <see cref="Create"/>, as one says it.</summary>
    public abstract string BinaryCollation { get; }

    /// <summary>Whether words are equal, unique and sorted as on the embedded database: not by a language's rules, nor capitals as small letters.</summary>
    public abstract bool IsBinary(string collation);

    /// <summary>Tells the session which member it works for, by <c>@member</c>.</summary>
    public abstract string EnterMember { get; }

    /// <summary>Waits, in a transaction, until no other of this member runs, and tells the session the member; by <c>@member</c>. Ends with the transaction.</summary>
    public abstract string TakeTurn { get; }

    /// <summary>Waits until no other process makes the database ready. Ends with the connection.</summary>
    public abstract string TakeStart { get; }

    /// <summary>Names the role by which the host works when no wall stops it, and nothing else; asked as the owner. Null where the walls stop every role.</summary>
    public abstract string? PastTheWalls { get; }

    /// <summary>Names of all tables.</summary>
    public abstract string Tables { get; }

    /// <summary>Names of the tables that have their wall already.</summary>
    public abstract string Walled { get; }

    /// <summary>Lets the server itself show and take only the session's member's rows of a table.</summary>
    public abstract IEnumerable<string> Wall(IEntityType entity);

    /// <summary>What the host's own role needs, and the walls' own parts.</summary>
    public abstract IEnumerable<string> Foundations();

    /// <summary>Deletes tables, whatever refers to them.</summary>
    public abstract IEnumerable<string> Drop(IReadOnlyCollection<string> tables);
}
