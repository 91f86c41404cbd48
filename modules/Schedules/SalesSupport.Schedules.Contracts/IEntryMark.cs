namespace SalesSupport.Schedules.Contracts;

/// <summary>A small mark on an entry with words on hover and tap, such as whether the groupware has it. A slot: implement it in <c>ForOthers</c>. One that throws is left out and logged.</summary>
public interface IEntryMark
{
    /// <summary>Marks of the entries of one page, in a fixed small number of statements; entries without one are left out.</summary>
    /// <param name="entryIds">The entries.</param>
    /// <param name="cancel">Ends with the request.</param>
    Task<IReadOnlyDictionary<Guid, EntryMark>> MarksAsync(IReadOnlyCollection<Guid> entryIds, CancellationToken cancel);
}

/// <summary>One mark.</summary>
/// <param name="Icon">Icon of the UI kit.</param>
/// <param name="Words">What it says, in the user's language, such as グループウェアに登録済み.</param>
/// <param name="Trouble">Somebody should look at it.</param>
/// <param name="Url">Where it is told in full, or null.</param>
public sealed record EntryMark(string Icon, string Words, bool Trouble, string? Url);
