namespace SalesSupport.Abstractions;

/// <summary>The member's users and departments, as every page needs them for names. Cached by the house's identity module; current within a request after a save.</summary>
public interface IPeople
{
    /// <summary>The current member's book. Usually no statement at all.</summary>
    Task<PeopleBook> GetAsync(CancellationToken cancel);
}

/// <summary>A user as others see them.</summary>
/// <param name="Id">The user's id within the member.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Kana">Its reading in katakana, or an empty text; people are sorted by it.</param>
/// <param name="DepartmentId">部署, or null.</param>
/// <param name="SuperiorId">上長, or null: then a submitted report is final (R27).</param>
/// <param name="DeputyId">Who approves in their place when they are suspended or gone, or null.</param>
/// <param name="Level">General or administrator.</param>
/// <param name="Suspended">Suspended in the portal: cannot sign in, still registered and billed (R16).</param>
/// <param name="RegisteredOn">The date (Japan) of the first sign-in (R11); nothing is expected of anybody before.</param>
public sealed record Person(Guid Id, string Name, string Kana, Guid? DepartmentId, Guid? SuperiorId, Guid? DeputyId, UserLevel Level, bool Suspended, DateOnly RegisteredOn = default);

/// <summary>A department (部署).</summary>
/// <param name="Id">Its id within the member.</param>
/// <param name="Name">Its name.</param>
/// <param name="ParentId">The department above, or null.</param>
/// <param name="Order">Position among its siblings.</param>
public sealed record Department(Guid Id, string Name, Guid? ParentId, int Order);

/// <summary>All users and departments of one member, in memory.</summary>
public sealed class PeopleBook
{
    private readonly Dictionary<Guid, Person> byId;
    private readonly Dictionary<Guid, Department> departments;

    /// <summary>Makes a book.</summary>
    /// <param name="people">Users now registered.</param>
    /// <param name="departments">The tree of departments.</param>
    public PeopleBook(IEnumerable<Person> people, IEnumerable<Department> departments)
    {
        All = [.. people.OrderBy(p => p.Kana, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal)];
        Departments = [.. departments.OrderBy(d => d.Order)];
        byId = All.ToDictionary(p => p.Id);
        this.departments = Departments.ToDictionary(d => d.Id);
    }

    /// <summary>Everybody registered, by kana.</summary>
    public IReadOnlyList<Person> All { get; }

    /// <summary>All departments, in order.</summary>
    public IReadOnlyList<Department> Departments { get; }

    /// <summary>The person, or null when not (or no longer) registered.</summary>
    public Person? Find(Guid? id) => id is { } known ? byId.GetValueOrDefault(known) : null;

    /// <summary>The department, or null.</summary>
    public Department? FindDepartment(Guid? id) => id is { } known ? departments.GetValueOrDefault(known) : null;

    /// <summary>
    /// Who approves this person's reports (R27): the superior; if suspended or gone, the superior's deputy. <c>Nobody</c> when there is no superior, so that submitted is final.
    /// <c>Missing</c> when a superior is named but nobody can act: the report belongs on the list 承認者未設定.
    /// </summary>
    public Approver ApproverOf(Guid personId)
    {
        if (Find(personId) is not { SuperiorId: { } superiorId })
        {
            return new Approver(null, Missing: false);
        }

        var superior = Find(superiorId);
        if (superior is { Suspended: false } && superior.Id != personId)
        {
            return new Approver(superior.Id, Missing: false);
        }

        var deputy = Find(superior?.DeputyId);
        return deputy is { Suspended: false } && deputy.Id != personId ? new Approver(deputy.Id, Missing: false) : new Approver(null, Missing: true);
    }

    /// <summary>The ids of the department and all below it.</summary>
    public IReadOnlySet<Guid> Below(Guid departmentId)
    {
        var found = new HashSet<Guid> { departmentId };
        bool grew;
        do
        {
            grew = false;
            foreach (var department in Departments)
            {
                grew |= department.ParentId is { } parent && found.Contains(parent) && found.Add(department.Id);
            }
        }
        while (grew);
        return found;
    }
}

/// <summary>Result of <see cref="PeopleBook.ApproverOf"/>.</summary>
/// <param name="Id">The approver, or null.</param>
/// <param name="Missing">True when there should be one but nobody can act.</param>
public readonly record struct Approver(Guid? Id, bool Missing);
