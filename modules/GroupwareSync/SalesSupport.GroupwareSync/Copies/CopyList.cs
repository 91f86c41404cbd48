using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Data;

namespace SalesSupport.GroupwareSync.Copies;

/// <summary>Which copies.</summary>
/// <param name="State">In this state; null for all.</param>
/// <param name="Person">Of this person; null for all.</param>
/// <param name="Before">Those that come after this one in the list, which has the newest first.</param>
internal sealed record CopyFilter(CopyState? State, Guid? Person, Guid? Before);

/// <summary>One row.</summary>
internal sealed record CopyLine(Guid Id, Guid EntryId, string Title, DateOnly Date, string Person, CopyState State, bool IsWanted, string? Why, DateTimeOffset? SentAt, DateTimeOffset? ChangedByUserAt)
{
    public bool MayResend => State is CopyState.Failed or CopyState.RemovedByUser || (State == CopyState.Waiting && Why is not null);
}

/// <summary>A part of the list.</summary>
/// <param name="Lines">Its rows.</param>
/// <param name="Filter">What was asked for.</param>
/// <param name="Next">Where it goes on, or null.</param>
/// <param name="Address">The page it is on.</param>
/// <param name="IsOwn">One's own: without the column of people.</param>
internal sealed record CopyPage(IReadOnlyList<CopyLine> Lines, CopyFilter Filter, Guid? Next, string Address, bool IsOwn)
{
    public string Url(CopyState? state, Guid? before) => $"{Address}?{string.Join('&', new[] { state is null ? null : $"state={state}", IsOwn || Filter.Person is null ? null : $"person={Filter.Person}", before is null ? null : $"before={before}" }.OfType<string>())}".TrimEnd('?');
}

/// <summary>Copies as people read them.</summary>
internal sealed class CopyList(GroupwareSyncDbContext db, IPeople people, IStringLocalizer<Texts> texts)
{
    private const int PageSize = 50;

    public async Task<CopyPage> FindAsync(CopyFilter filter, string address, bool isOwn, CancellationToken cancel)
    {
        var rows = db.Copies.AsNoTracking();
        rows = filter.State is { } state ? rows.Where(c => c.State == state) : rows;
        rows = filter.Person is { } person ? rows.Where(c => c.UserId == person) : rows;
        rows = filter.Before is { } before ? rows.Where(c => c.Id.CompareTo(before) < 0) : rows;
        var found = await rows.OrderByDescending(c => c.Id).Take(PageSize + 1)
            .Select(c => new { c.Id, c.EntryId, c.Title, c.Date, c.UserId, c.State, c.IsWanted, c.Why, c.Detail, c.SentAt, c.ChangedByUserAt }).ToListAsync(cancel);
        var book = await people.GetAsync(cancel);
        return new CopyPage(
            [.. found.Take(PageSize).Select(c => new CopyLine(
                c.Id,
                c.EntryId,
                c.Title ?? texts["PrivateEntry"],
                c.Date,
                book.Find(c.UserId)?.Name ?? HouseTexts.Get("DeletedUser"),
                c.State,
                c.IsWanted,
                c.Why is null ? null : texts[c.Why, c.Detail ?? ""].Value,
                c.SentAt,
                c.ChangedByUserAt))],
            filter,
            found.Count > PageSize ? found[PageSize - 1].Id : null,
            address,
            isOwn);
    }
}
