using SalesSupport.Abstractions;

namespace SalesSupport.DailyReports;

/// <summary>Names of people who may be gone.</summary>
internal static class PeopleNames
{
    /// <summary>The name, or 削除されたユーザー.</summary>
    public static string NameOf(this PeopleBook book, Guid id) => book.Find(id)?.Name ?? HouseTexts.Get("DeletedUser");

    /// <summary>Ids of everybody in the department and below it.</summary>
    public static IReadOnlyList<Guid> MembersOf(this PeopleBook book, Guid departmentId)
    {
        var departments = book.Below(departmentId);
        return [.. book.All.Where(p => p.DepartmentId is { } d && departments.Contains(d)).Select(p => p.Id)];
    }
}
