using MediatR;

namespace SalesSupport.Abstractions;

/// <summary>A row that belongs to one member. The house makes (TenantId, Id) its key, filters every query and checks every save by it.</summary>
public interface ITenantOwned
{
    /// <summary>The member. Left empty by the code that makes the row; stamped at the save.</summary>
    Guid TenantId { get; }

    /// <summary>UUIDv7, made by <see cref="Guid.CreateVersion7()"/>, unique within the member.</summary>
    Guid Id { get; }
}

/// <summary>
/// Something two people can edit: it has a version (a concurrency token that the house raises at each save) and records facts, which the unit of work
/// publishes in the transaction that saves it. Changes of entities are audited by the house.
/// </summary>
public abstract class Entity
{
    private readonly List<INotification> facts = [];

    /// <summary>Raised by one at each save. A form carries the version it was made from; saving an older one is a conflict that the user sees.</summary>
    public int Version { get; private set; }

    /// <summary>Remembers that something happened; published within the transaction of the next save.</summary>
    /// <param name="fact">A record from the module's Contracts, in the past tense.</param>
    protected void Record(INotification fact) => facts.Add(fact);

    internal IReadOnlyList<INotification> TakeFacts()
    {
        if (facts.Count == 0)
        {
            return [];
        }

        var taken = facts.ToArray();
        facts.Clear();
        return taken;
    }
}

/// <summary>Marks a row whose changes are not worth an audit row of their own (every one that is no <see cref="Entity"/>), or a property that only follows from others, with the reason.</summary>
/// <param name="why">Why, such as "reading is not a change".</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class NotAuditedAttribute(string why) : Attribute
{
    /// <summary>The reason.</summary>
    public string Why { get; } = why;
}
