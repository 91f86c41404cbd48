using SalesSupport.Abstractions;

namespace SalesSupport.Schedules.Entries;

/// <summary>People whom an address or a form names.</summary>
internal static class KnownPeople
{
    /// <returns>Null when one of them is nobody of this member (404).</returns>
    public static IReadOnlyList<Guid>? Parse(IEnumerable<string> typed, PeopleBook book)
    {
        var ids = new List<Guid>();
        foreach (var text in typed.SelectMany(t => t?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? []))
        {
            if (!Guid.TryParse(text, out var id) || book.Find(id) is null)
            {
                return null;
            }

            ids.Add(id);
        }

        return [.. ids.Distinct()];
    }

    public static string NameOf(this PeopleBook book, Guid? id) => book.Find(id)?.Name ?? HouseTexts.Get("DeletedUser");
}
