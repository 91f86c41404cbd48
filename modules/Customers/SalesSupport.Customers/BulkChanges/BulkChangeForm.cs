using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;

namespace SalesSupport.Customers.BulkChanges;

/// <summary>The form below the list: the customers that are ticked, and what is set on them.</summary>
internal sealed class BulkChangeForm
{
    // A list: model binding adds to the collection that is there, which only a real list allows.
    public List<Guid> Ids { get; set; } = [];

    /// <summary>A user's id or <see cref="CompanyFilter.Nobody"/>; null leaves 自社担当 as it is.</summary>
    public string? Owner { get; set; }

    public CompanyRank? Rank { get; set; }

    /// <summary>Typed as in the form of one customer.</summary>
    [PlainText(400)]
    public string? Tags { get; set; }

    /// <summary>Whether the tags are taken off rather than put on.</summary>
    public bool RemoveTags { get; set; }

    /// <summary>What the list's address has behind its path.</summary>
    public string? List { get; set; }

    public Guid? OwnerId => Guid.TryParse(Owner, out var id) ? id : null;

    /// <exception cref="RuleBroken">A tag is no tag.</exception>
    public CompanyChange ToChange()
    {
        var tags = Company.TagWords(Tags);
        return new CompanyChange { SetsOwner = Owner is not null, OwnerId = OwnerId, Rank = Rank, AddTags = RemoveTags ? [] : tags, RemoveTags = RemoveTags ? tags : [] };
    }
}
