using SalesSupport.Abstractions;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.IdentityBridge;

/// <summary>部署. The departments of a member are a tree.</summary>
internal sealed class Department : Entity, ITenantOwned
{
    public const int MostDepartments = 500;

    private Department()
    {
    }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TenantId { get; private set; }

    public string Name { get; private set; } = "";

    public Guid? ParentId { get; private set; }

    /// <summary>Ascending among the departments under the same parent.</summary>
    public int Position { get; private set; }

    /// <summary>Adds a department below <paramref name="parent"/>, after its siblings.</summary>
    public static Department Add(string name, Guid? parent, IReadOnlyCollection<Department> all, Guid? id = null)
    {
        if (all.Count >= MostDepartments)
        {
            throw new RuleBroken("TooManyDepartments", nameof(Name), MostDepartments);
        }

        var department = new Department { Id = id ?? Guid.CreateVersion7() };
        department.Change(name, parent, all);
        return department;
    }

    /// <summary>Renames the department and, with a new parent, moves it and all below it.</summary>
    public void Change(string name, Guid? parent, IReadOnlyCollection<Department> all)
    {
        ArgumentNullException.ThrowIfNull(name);
        var above = parent;
        for (var steps = 0; above is { } one && steps <= all.Count; steps++)
        {
            if (one == Id)
            {
                throw new RuleBroken("DepartmentBelowItself", nameof(ParentId));
            }

            above = all.FirstOrDefault(d => d.Id == one)?.ParentId;
        }

        var siblings = all.Where(d => d.ParentId == parent && d.Id != Id).ToArray();
        if (siblings.Any(d => string.Equals(d.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new RuleBroken("DepartmentNameTaken", nameof(Name));
        }

        if (parent != ParentId || Name.Length == 0)
        {
            Position = siblings.Select(d => d.Position).DefaultIfEmpty(0).Max() + 1;
        }

        (Name, ParentId) = (name, parent);
        Record(new DepartmentsChanged());
    }

    /// <summary>Moves the department before or after its neighbour.</summary>
    public void MoveBy(int step, IEnumerable<Department> all)
    {
        var siblings = all.Where(d => d.ParentId == ParentId).OrderBy(d => d.Position).ThenBy(d => d.Id).ToList();
        var to = siblings.IndexOf(this) + Math.Sign(step);
        if (to < 0 || to >= siblings.Count)
        {
            return;
        }

        siblings.Remove(this);
        siblings.Insert(to, this);
        for (var i = 0; i < siblings.Count; i++)
        {
            siblings[i].Position = i + 1;
        }

        Record(new DepartmentsChanged());
    }

    /// <summary>Checks that nothing would be left without a place before the department is removed.</summary>
    public void Close(int people, int below)
    {
        if (people > 0)
        {
            throw new RuleBroken("DepartmentHasPeople", null, people);
        }

        if (below > 0)
        {
            throw new RuleBroken("DepartmentHasDepartments", null, below);
        }

        Record(new DepartmentsChanged());
    }
}
