using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;

namespace SalesSupport.Customers.CompanyViews;

/// <summary>A list that a user has saved under a name: conditions, order and columns. Nobody else sees it.</summary>
internal sealed class CompanyView : Entity, ITenantOwned
{
    public const int MostOfOneUser = 20;
    public const int NameLength = 40;
    public const int FilterLength = 2000;

    private CompanyView()
    {
    }

    /// <summary>The id comes from the form that saves it, so that a form sent twice makes one.</summary>
    public Guid Id { get; init; }

    public Guid TenantId { get; private set; }

    public Guid UserId { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>Conditions and order, see <see cref="CompanyFilter.Query"/>.</summary>
    public string Filter { get; private set; } = "";

    /// <summary>See <see cref="ColumnSets"/>.</summary>
    public string Columns { get; private set; } = "";

    /// <summary>Whether /customers opens with it; at most one of a user's.</summary>
    public bool IsFirst { get; private set; }

    /// <exception cref="RuleBroken">There is no room, the name is taken, or the conditions cannot be kept.</exception>
    public static CompanyView Save(Guid id, Guid userId, IReadOnlyCollection<CompanyView> others, string name, CompanyFilter filter, CompanyColumns columns)
    {
        CheckRoom(others);
        var view = new CompanyView { Id = id, UserId = userId };
        view.Change(others, name, filter);
        view.Show(columns);
        return view;
    }

    /// <param name="others">The user's other views.</param>
    /// <param name="name">Its name now.</param>
    /// <param name="filter">Its conditions and order now.</param>
    /// <exception cref="RuleBroken">The name is taken, or the conditions cannot be kept.</exception>
    public void Change(IEnumerable<CompanyView> others, string name, CompanyFilter filter)
    {
        CheckName(others, name);
        if (filter.Query.Length > FilterLength || Typed(filter).Any(t => t is not null && PlainTextAttribute.Fault(t, FilterLength, lines: false) is not null))
        {
            throw new RuleBroken("FilterUnusable", nameof(Filter));
        }

        Name = name;
        Filter = filter.Query;
    }

    public void Show(CompanyColumns columns) => Columns = columns.ToString();

    /// <summary>Makes it the one that is shown first, instead of another, or no longer.</summary>
    public void BeFirst(bool first, IEnumerable<CompanyView> others)
    {
        IsFirst = first;
        foreach (var other in others.Where(o => first && o.IsFirst))
        {
            other.IsFirst = false;
        }
    }

    /// <summary>元に戻す, among what the user has by now.</summary>
    /// <exception cref="RuleBroken">There is no room any more, or its name has been taken.</exception>
    public void ComeBack(IReadOnlyCollection<CompanyView> others)
    {
        CheckRoom(others);
        CheckName(others, Name);
        BeFirst(IsFirst, others);
    }

    private static string?[] Typed(CompanyFilter filter) => [filter.Q, filter.Industry, filter.Tag];

    private static void CheckRoom(IReadOnlyCollection<CompanyView> others)
    {
        if (others.Count >= MostOfOneUser)
        {
            throw new RuleBroken("TooManyViews", nameof(Name), MostOfOneUser);
        }
    }

    private static void CheckName(IEnumerable<CompanyView> others, string name)
    {
        if (others.Any(o => o.Name == name))
        {
            throw new RuleBroken("ViewNameTaken", nameof(Name));
        }
    }
}

/// <summary>Which columns a user sees while no saved view says otherwise. Its id is the user's.</summary>
internal sealed class ColumnChoice : Entity, ITenantOwned
{
    public required Guid Id { get; init; }

    public Guid TenantId { get; private set; }

    /// <summary>See <see cref="ColumnSets"/>.</summary>
    public string Columns { get; private set; } = "";

    public void Show(CompanyColumns columns) => Columns = columns.ToString();
}
