using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>What the list shows.</summary>
internal sealed record UserFilter
{
    /// <summary>Part of a name or its reading.</summary>
    public string? Q { get; init; }

    /// <summary>A department and all below it.</summary>
    public Guid? Department { get; init; }

    public UserLevel? Level { get; init; }

    /// <summary>Only those who are suspended in the portal.</summary>
    public bool Suspended { get; init; }

    /// <summary>The last user of the page before.</summary>
    public Guid? After { get; init; }

    public bool IsEmpty => string.IsNullOrEmpty(Q) && Department is null && Level is null && !Suspended;
}

/// <summary>A page of the user master.</summary>
/// <param name="People">The rows.</param>
/// <param name="Book">For names of superiors and departments.</param>
/// <param name="Filter">What was asked.</param>
/// <param name="Next">Where the next page begins, or null.</param>
internal sealed record UserList(IReadOnlyList<Person> People, PeopleBook Book, UserFilter Filter, Guid? Next)
{
    private const int PageSize = 100;

    /// <summary>The number that is billed (R15), suspended users included (R16).</summary>
    public int Registered => Book.All.Count;

    public int Suspended => Book.All.Count(p => p.Suspended);

    public static UserList From(PeopleBook book, UserFilter filter)
    {
        var words = SearchText.Fold(filter.Q);
        var departments = filter.Department is { } department ? book.Below(department) : null;
        var found = book.All.Where(p =>
            (words.Length == 0 || SearchText.Fold(p.Name).Contains(words, StringComparison.Ordinal) || SearchText.Fold(p.Kana).Contains(words, StringComparison.Ordinal))
            && (departments is null || (p.DepartmentId is { } own && departments.Contains(own)))
            && (filter.Level is null || p.Level == filter.Level)
            && (!filter.Suspended || p.Suspended)).ToList();
        var page = found.Skip(found.FindIndex(p => p.Id == filter.After) + 1).Take(PageSize).ToArray();
        return new UserList(page, book, filter, page.Length > 0 && page[^1].Id != found[^1].Id ? page[^1].Id : null);
    }

    public string Url(Guid? after)
    {
        var query = new Microsoft.AspNetCore.Http.Extensions.QueryBuilder();
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("q", Filter.Q), ("department", Filter.Department?.ToString()), ("level", Filter.Level?.ToString()), ("suspended", Filter.Suspended ? "true" : null), ("after", after?.ToString())])
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }

        return $"/settings/users{query}";
    }
}
