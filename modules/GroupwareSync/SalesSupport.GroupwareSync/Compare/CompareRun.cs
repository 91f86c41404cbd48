using SalesSupport.Abstractions;

namespace SalesSupport.GroupwareSync.Compare;

/// <summary>What one night's comparison found and did.</summary>
[NotAudited("says what the house did by itself")]
internal sealed class CompareRun : ITenantOwned
{
    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required DateTimeOffset At { get; init; }

    /// <summary>Calendars that were read.</summary>
    public int Calendars { get; set; }

    /// <summary>Copies that were compared.</summary>
    public int Compared { get; set; }

    /// <summary>Copies that had been decided otherwise than the schedule says.</summary>
    public int Decided { get; set; }

    /// <summary>Copies that stand otherwise in the groupware than was known, and were looked at again.</summary>
    public int Differing { get; set; }

    /// <summary>Calendars that could not be read, and the last reason.</summary>
    public int Unread { get; set; }

    public string? Why { get; set; }

    public string? Detail { get; set; }
}
