using SalesSupport.Abstractions;

namespace SalesSupport.Customers.Contracts;

/// <summary>
/// What happened with a customer, for the timeline on its page. A slot: implement it in <c>ForOthers</c>. All sources are merged by <see cref="TimelineEntry.Key"/>;
/// one that throws is left out, logged and said on the page, which stays.
/// </summary>
public interface ICustomerTimelineSource
{
    /// <summary>The newest entries first, by (date, id) descending, in a fixed small number of statements that use an index.</summary>
    /// <param name="customerId">The company's id.</param>
    /// <param name="before">Only entries that come after this one in the list, that is older ones; null for the newest.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancel">Ends with the request.</param>
    Task<IReadOnlyList<TimelineEntry>> GetAsync(Guid customerId, PageKey? before, int take, CancellationToken cancel);
}

/// <summary>One line of a customer's timeline.</summary>
/// <param name="Key">Business date (Japan) and id of the thing; the timeline's order.</param>
/// <param name="At">The instant, when it has one worth showing.</param>
/// <param name="Icon">Icon of the UI kit.</param>
/// <param name="Kind">What kind of thing, in the user's language, such as 訪問.</param>
/// <param name="Title">First line.</param>
/// <param name="Text">The words that were written, or null.</param>
/// <param name="PersonId">The user who did it, or null.</param>
/// <param name="Url">Its page, or null.</param>
public sealed record TimelineEntry(PageKey Key, DateTimeOffset? At, string Icon, string Kind, string Title, string? Text, Guid? PersonId, string? Url);
