namespace SalesSupport.Customers.Companies;

/// <summary>What is set on a customer without opening it; whatever it does not name stays as it is.</summary>
internal sealed record CompanyChange
{
    public bool SetsOwner { get; init; }

    /// <summary>Who is in charge from now on, or null for 担当なし; asked only with <see cref="SetsOwner"/>.</summary>
    public Guid? OwnerId { get; init; }

    public CompanyRank? Rank { get; init; }

    public IReadOnlyList<string> AddTags { get; init; } = [];

    public IReadOnlyList<string> RemoveTags { get; init; } = [];

    public bool IsEmpty => !SetsOwner && Rank is null && AddTags.Count == 0 && RemoveTags.Count == 0;
}
