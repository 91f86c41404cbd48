namespace SalesSupport.Schedules.Contracts;

/// <summary>A button on an entry's page, such as 日報に書く, for those who take part in it. A slot: implement it in <c>ForOthers</c>. One that throws is left out and logged.</summary>
public interface IEntryAction
{
    /// <summary>Icon of the UI kit.</summary>
    string Icon { get; }

    /// <summary>What the button says, in the user's language.</summary>
    string Text { get; }

    /// <summary>Where it leads.</summary>
    /// <param name="entry">The entry, or the instance of a series that the page shows.</param>
    /// <returns>Null when there is nothing to do with this one.</returns>
    string? UrlFor(EntryInstance entry);
}
