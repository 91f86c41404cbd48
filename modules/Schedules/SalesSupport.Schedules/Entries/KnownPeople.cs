using SalesSupport.Abstractions;

namespace SalesSupport.Schedules.Entries;

/// <summary>People whom an address or a form names.</summary>
internal static class KnownPeople
{
    /// <returns>Null when they are nobody of this member (404). Who was deleted since an address was kept is left out beside others.</returns>
    public static IReadOnlyList<Guid>? Parse(IEnumerable<string> typed, PeopleBook book)
    {
        var ids = new List<Guid>();
        foreach (var text in typed.SelectMany(t => t?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? []))
        {
            if (!Guid.TryParse(text, out var id))
            {
                return null;
            }

            ids.Add(id);
        }

        Guid[] known = [.. ids.Distinct().Where(id => book.Find(id) is not null)];
        return known.Length == 0 && ids.Count > 0 ? null : known;
    }

    public static string NameOf(this PeopleBook book, Guid? id) => book.Find(id)?.Name ?? HouseTexts.Get("DeletedUser");
}
