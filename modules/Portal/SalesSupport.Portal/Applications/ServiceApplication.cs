using SalesSupport.Abstractions;
using SalesSupport.Portal.Contracts;

namespace SalesSupport.Portal.Applications;

/// <summary>A member's application for SalesSupport (利用申込). At most one of a member's is not stopped.</summary>
internal sealed class ServiceApplication : Entity, ITenantOwned
{
    private ServiceApplication()
    {
    }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TenantId { get; private set; }

    public DateTimeOffset AppliedAt { get; private init; }

    /// <summary>Kept with the application: a later change of the rule changes no promise already made.</summary>
    public DateTimeOffset OpensAt { get; private init; }

    /// <summary>The portal user who applied, or empty for sample data.</summary>
    public Guid AppliedBy { get; private init; }

    /// <summary>When the service was stopped (R04), or null while it runs.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    public static ServiceApplication Apply(string memberId, Guid by, DateTimeOffset now, OpeningHour opening)
    {
        var application = new ServiceApplication { AppliedAt = now, OpensAt = opening.For(now), AppliedBy = by };
        application.Record(new ServiceApplied(memberId, application.OpensAt));
        return application;
    }

    public bool IsOpen(DateTimeOffset now) => StoppedAt is null && OpensAt <= now;
}
