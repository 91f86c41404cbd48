using SalesSupport.Abstractions;
using SalesSupport.Customers.Contracts;

namespace SalesSupport.Customers.Companies;

/// <summary>How much a customer matters to us.</summary>
internal enum CompanyRank
{
    A,
    B,
    C,
    D,
    None,
}

/// <summary>What people write about a company.</summary>
internal sealed record CompanyDetails(
    string Name,
    string? Kana = null,
    CompanyRank Rank = CompanyRank.None,
    string? Industry = null,
    Guid? OwnerId = null,
    string? PostalCode = null,
    string? Address = null,
    string? Phone = null,
    string? Website = null,
    string? Note = null,
    string? Tags = null);

/// <summary>A customer (顧客).</summary>
internal sealed class Company : Entity, ITenantOwned
{
    public const int MostTags = 10;

    /// <summary>Stored while nothing has happened yet; a null would not sort and page the same way on every engine.</summary>
    public static readonly DateOnly NoActivity = DateOnly.MinValue;

    private readonly List<CompanyTag> tags = [];

    private Company()
    {
    }

    /// <summary>The id comes from the form that registers it, so that a form sent twice makes one company.</summary>
    public Guid Id { get; init; }

    public Guid TenantId { get; private set; }

    public string Name { get; private set; } = "";

    public string Kana { get; private set; } = "";

    public CompanyRank Rank { get; private set; }

    public string Industry { get; private set; } = "";

    /// <summary>自社担当; null is 担当なし.</summary>
    public Guid? OwnerId { get; private set; }

    public string PostalCode { get; private set; } = "";

    public string Address { get; private set; } = "";

    public string Phone { get; private set; } = "";

    public string Website { get; private set; } = "";

    public string Note { get; private set; } = "";

    public IReadOnlyList<CompanyTag> Tags => tags;

    /// <summary>Date of the latest submitted activity, kept by facts of other modules, outside the version: a report is no edit of the company.</summary>
    [NotAudited("follows from the reports, which are audited")]
    public DateOnly LastActivityOn { get; private set; } = NoActivity;

    /// <summary>Name without legal form, folded: what duplicates share.</summary>
    [NotAudited("follows from the rest")]
    public string NameKey { get; private set; } = "";

    /// <summary>What the list is sorted by: the folded reading, else the folded name.</summary>
    [NotAudited("follows from the rest")]
    public string SortKey { get; private set; } = "";

    [NotAudited("never changes")]
    public DateTimeOffset CreatedAt { get; private set; }

    [NotAudited("follows from the rest")]
    public DateTimeOffset UpdatedAt { get; private set; }

    public static Company Register(Guid id, CompanyDetails details, DateTimeOffset now)
    {
        var company = new Company { Id = id, CreatedAt = now };
        company.Take(details, now);
        company.Record(new CustomerRegistered(id, company.Name, company.Kana, company.OwnerId));
        return company;
    }

    public void Change(CompanyDetails details, DateTimeOffset now)
    {
        var (name, kana, owner) = (Name, Kana, OwnerId);
        Take(details, now);
        if (name != Name || kana != Kana)
        {
            Record(new CustomerRenamed(Id, Name, Kana));
        }

        if (owner != OwnerId)
        {
            Record(new CustomerOwnerChanged(Id, OwnerId));
        }
    }

    /// <summary>Sets what the change names and nothing else.</summary>
    /// <returns>What sets it as it was, or null when all was so already.</returns>
    /// <exception cref="RuleBroken">It would have too many tags; nothing has changed then.</exception>
    public CompanyChange? Change(CompanyChange change, DateTimeOffset now)
    {
        var back = new CompanyChange
        {
            SetsOwner = change.SetsOwner && change.OwnerId != OwnerId,
            OwnerId = OwnerId,
            Rank = change.Rank is { } rank && rank != Rank ? Rank : null,
            AddTags = [.. change.RemoveTags.Where(HasTag)],
            RemoveTags = [.. change.AddTags.Where(t => !HasTag(t))],
        };
        if (back.IsEmpty)
        {
            return null;
        }

        if (back.RemoveTags.Count > 0 && tags.Count - back.AddTags.Count + back.RemoveTags.Count > MostTags)
        {
            throw new RuleBroken("TooManyTagsOn", nameof(Tags), Name, MostTags);
        }

        Rank = change.Rank ?? Rank;
        tags.RemoveAll(t => back.AddTags.Contains(t.Name));
        tags.AddRange(back.RemoveTags.Select(t => new CompanyTag { Name = t }));
        UpdatedAt = now;
        if (back.SetsOwner)
        {
            OwnerId = change.OwnerId;
            Record(new CustomerOwnerChanged(Id, OwnerId));
        }

        return back;
    }

    /// <summary>The rules of its fields one by one, so that a form can say at once all that is wrong.</summary>
    public static IEnumerable<Action> Rules(CompanyDetails details) =>
        [() => TypedNumber.PostalCode(details.PostalCode), () => TypedNumber.Phone(details.Phone), () => WebAddress.Of(details.Website), () => TagWords(details.Tags)];

    private bool HasTag(string name) => tags.Exists(t => t.Name == name);

    /// <exception cref="RuleBroken">Something is not what its field is for; nothing has changed then.</exception>
    private void Take(CompanyDetails details, DateTimeOffset now)
    {
        var (website, phone, postalCode, words) = (WebAddress.Of(details.Website), TypedNumber.Phone(details.Phone), TypedNumber.PostalCode(details.PostalCode), TagWords(details.Tags));
        Name = details.Name;
        Kana = CompanyName.Cut(CompanyName.Kana(details.Kana), 120);
        Rank = details.Rank;
        Industry = details.Industry ?? "";
        OwnerId = details.OwnerId;
        PostalCode = postalCode;
        Address = details.Address ?? "";
        Phone = phone;
        Website = website;
        Note = details.Note ?? "";
        NameKey = CompanyName.Cut(CompanyName.Key(Name), 240);
        SortKey = CompanyName.Cut(Kana.Length > 0 ? SearchText.Fold(Kana) : NameKey, 60);
        UpdatedAt = now;
        tags.RemoveAll(t => !words.Contains(t.Name));
        tags.AddRange(words.Where(w => tags.TrueForAll(t => t.Name != w)).Select(w => new CompanyTag { Name = w }));
    }

    /// <summary>Tags as they are typed, between commas.</summary>
    /// <exception cref="RuleBroken">Too many, or too long a one.</exception>
    public static List<string> TagWords(string? typed)
    {
        var words = (typed ?? "").Split([',', '、', '，', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        if (words.Count > MostTags)
        {
            throw new RuleBroken("TooManyTags", nameof(Tags), MostTags);
        }

        return words.Exists(w => w.Length > CompanyTag.MostCharacters) ? throw new RuleBroken("TagTooLong", nameof(Tags), CompanyTag.MostCharacters) : words;
    }
}

/// <summary>A word people put on a company to find it again.</summary>
[NotAudited("its company tells of it by itself")]
internal sealed class CompanyTag : ITenantOwned
{
    public const int MostCharacters = 30;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TenantId { get; private set; }

    public Guid CompanyId { get; private set; }

    public required string Name { get; init; }
}
