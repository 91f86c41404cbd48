using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>A department with how deep it stands, for lists and choices that show the tree.</summary>
/// <param name="Department">The department.</param>
/// <param name="Depth">0 at the top.</param>
/// <param name="IsFirst">The first among its siblings.</param>
/// <param name="IsLast">The last among its siblings.</param>
internal sealed record TreeLine(Abstractions.Department Department, int Depth, bool IsFirst, bool IsLast)
{
    /// <summary>The name, moved to the right by its depth, for a native choice.</summary>
    public string Indented => new string('　', Depth) + Department.Name;
}

internal static class DepartmentTree
{
    /// <summary>All departments, each followed by those below it.</summary>
    public static IReadOnlyList<TreeLine> Lines(PeopleBook book)
    {
        var byParent = book.Departments.ToLookup(d => d.ParentId);
        var lines = new List<TreeLine>();
        void Walk(Guid? parent, int depth)
        {
            var siblings = byParent[parent].ToArray();
            for (var i = 0; i < siblings.Length; i++)
            {
                lines.Add(new TreeLine(siblings[i], depth, i == 0, i == siblings.Length - 1));
                Walk(siblings[i].Id, depth + 1);
            }
        }

        Walk(null, 0);
        return lines;
    }
}
