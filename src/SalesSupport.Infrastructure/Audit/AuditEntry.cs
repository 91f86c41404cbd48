using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>One change: who, what, when, from where. Rows of what an operator does outside any member carry the empty tenant.</summary>
[NotAudited("is the audit")]
internal sealed class AuditEntry : ITenantOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TenantId { get; private set; }

    /// <summary>Date in Japan, which the list pages by.</summary>
    public DateOnly Date { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid ActorId { get; init; }

    /// <summary>Name of whoever did it at that time; "system" for jobs.</summary>
    public required string Actor { get; init; }

    public string? Address { get; init; }

    /// <summary>Entity and verb, such as <c>DailyReport.Changed</c>; the screen translates both.</summary>
    public required string Action { get; init; }

    /// <summary>The entity's id, or what the action named.</summary>
    public required string Subject { get; init; }

    /// <summary>What changed, as <see cref="AuditChange"/> writes it.</summary>
    public string? Changes { get; init; }
}
