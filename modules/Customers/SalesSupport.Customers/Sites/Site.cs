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

    /// <summary>The rules of its fields one by one, so that a form can say at once all that is wrong.</summary>
    public static IEnumerable<Action> Rules(SiteDetails details) => [() => TypedNumber.PostalCode(details.PostalCode), () => TypedNumber.Phone(details.Phone)];

    public void Change(SiteDetails details)
    {
        var (phone, postalCode) = (TypedNumber.Phone(details.Phone), TypedNumber.PostalCode(details.PostalCode));
        Name = details.Name;
        Phone = phone;
        PostalCode = postalCode;
        Address = details.Address ?? "";
    }
}
