using SalesSupport.Abstractions;

namespace SalesSupport.Customers.Sites;

/// <summary>What people write about a site.</summary>
internal sealed record SiteDetails(string Name, string? PostalCode = null, string? Address = null, string? Phone = null);

/// <summary>拠点: a branch, factory or shop of a customer.</summary>
internal sealed class Site : Entity, ITenantOwned
{
    private Site()
    {
    }

    public Guid Id { get; init; }

    public Guid TenantId { get; private set; }

    public Guid CompanyId { get; private init; }

    public string Name { get; private set; } = "";

    public string PostalCode { get; private set; } = "";

    public string Address { get; private set; } = "";

    public string Phone { get; private set; } = "";

    public static Site Register(Guid id, Guid companyId, SiteDetails details)
    {
        var site = new Site { Id = id, CompanyId = companyId };
        site.Change(details);
        return site;
    }

    public void Change(SiteDetails details)
    {
        Phone = TypedNumber.Phone(details.Phone);
        Name = details.Name;
        PostalCode = TypedNumber.PostalCode(details.PostalCode);
        Address = details.Address ?? "";
    }
}
