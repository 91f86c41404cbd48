using SalesSupport.Abstractions;

namespace SalesSupport.DailyReports.Reports;

/// <summary>A customer's name, copied from the module that keeps customers. Its id is the customer's.</summary>
[NotAudited("a copy of what is audited where it is kept")]
internal sealed class CustomerName : ITenantOwned
{
    public Guid TenantId { get; private set; }

    public required Guid Id { get; init; }

    public required string Name { get; set; }
}

/// <summary>A contact person's name, copied likewise. Stays when the person is removed there, so that old reports keep it.</summary>
[NotAudited("a copy of what is audited where it is kept")]
internal sealed class ContactName : ITenantOwned
{
    public Guid TenantId { get; private set; }

    public required Guid Id { get; init; }

    public required Guid CustomerId { get; init; }

    public required string Name { get; set; }

    public string? Title { get; set; }

    /// <summary>Removed there, or no longer at that company: not offered any more.</summary>
    public bool Removed { get; set; }
}
