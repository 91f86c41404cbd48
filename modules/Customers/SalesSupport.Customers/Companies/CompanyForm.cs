using System.ComponentModel.DataAnnotations;
using SalesSupport.Abstractions;

namespace SalesSupport.Customers.Companies;

/// <summary>The form of a company, for a new one and for changing one.</summary>
internal sealed class CompanyForm
{
    /// <summary>Made with the empty form; the company's id, so that a form sent twice makes one company.</summary>
    public Guid FormId { get; set; }

    public int Version { get; set; }

    [Required, PlainText(120)]
    public string? Name { get; set; }

    [PlainText(120)]
    public string? Kana { get; set; }

    public CompanyRank Rank { get; set; } = CompanyRank.None;

    [PlainText(40)]
    public string? Industry { get; set; }

    public Guid? OwnerId { get; set; }

    [PlainText(10)]
    public string? PostalCode { get; set; }

    [PlainText(200)]
    public string? Address { get; set; }

    [PlainText(30)]
    public string? Phone { get; set; }

    [PlainText(200)]
    public string? Website { get; set; }

    [PlainText(400)]
    public string? Tags { get; set; }

    [PlainText(4000, Lines = true)]
    public string? Note { get; set; }

    public static CompanyForm Of(Company company) => new()
    {
        Version = company.Version,
        Name = company.Name,
        Kana = Typed(company.Kana),
        Rank = company.Rank,
        Industry = Typed(company.Industry),
        OwnerId = company.OwnerId,
        PostalCode = Typed(company.PostalCode),
        Address = Typed(company.Address),
        Phone = Typed(company.Phone),
        Website = Typed(company.Website),
        Tags = Typed(string.Join(", ", company.Tags.Select(t => t.Name))),
        Note = Typed(company.Note),
    };

    public CompanyDetails ToDetails() => new(Name!, Kana, Rank, Industry, OwnerId, PostalCode, Address, Phone, Website, Note, Tags);

    private static string? Typed(string stored) => stored.Length == 0 ? null : stored;
}

/// <summary>The page around the form.</summary>
/// <param name="CompanyId">The company that is changed, or null for a new one.</param>
/// <param name="Form">Its fields.</param>
/// <param name="People">Who can be in charge.</param>
/// <param name="Words">Words in use, as suggestions.</param>
/// <param name="SameNames">Other companies of that name.</param>
internal sealed record CompanyEdit(Guid? CompanyId, CompanyForm Form, IReadOnlyList<Person> People, WordsInUse Words, IReadOnlyList<NamedCompany> SameNames);

/// <summary>A company to link to.</summary>
internal sealed record NamedCompany(Guid Id, string Name);
