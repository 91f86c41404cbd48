using SalesSupport.Abstractions;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.Changes;

/// <summary>What takes back a change: the entries as they were, and those that it made.</summary>
internal sealed class TakenBack
{
    public List<Entry> Before { get; init; } = [];

    public List<Guid> Made { get; init; } = [];

    /// <summary>Versions that the change left; another one means that somebody has gone on from there.</summary>
    public Dictionary<Guid, int> Left { get; init; } = [];

    /// <summary>Where to go then.</summary>
    public string Address { get; init; } = "/schedule";
}

/// <summary>Where a change has led.</summary>
/// <param name="Entry">The entry that says it now; null when it is gone.</param>
/// <param name="Original">The instance, or null.</param>
/// <param name="UndoId">By which it is taken back.</param>
internal sealed record Changed(Entry? Entry, DateTime? Original, Guid UndoId);

/// <summary>Changes an entry, one instance of a series, or the series from an instance on, in one transaction, and keeps what takes it back.</summary>
internal sealed class ScheduleChanges(SchedulesDbContext db, IUnitOfWork unitOfWork, JustDone<TakenBack> done, CurrentUser user)
{
    /// <exception cref="RuleBroken">What was written breaks a rule.</exception>
    public async Task<Changed> WriteAsync(Entry before, Entry now, DateTime? original, EditScope scope, WrittenEntry written, CancellationToken cancel)
    {
        var (entry, at) = (now, original);
        var undo = new TakenBack { Before = [before], Address = EntryAddress.Of(now.Id, original) };
        await unitOfWork.RunAsync(
            _ =>
            {
                if (original is { } one && scope == EditScope.This)
                {
                    now.ChangeInstance(one, written.Time, written.Words);
                }
                else if (original is { } from && scope == EditScope.Following && from > now.Time().Start)
                {
                    var rest = now.EndBefore(from);
                    entry = Entry.Make(Guid.CreateVersion7(), now.OwnerId, written);
                    entry.Continue(rest, before, from);
                    db.Entries.Add(entry);
                    undo.Made.Add(entry.Id);
                    at = entry.Rule is null ? null : entry.Time().Start;
                }
                else
                {
                    now.Change(written);
                    at = original is null || entry.Rule is null ? null : entry.Time().Start;
                }

                return Task.CompletedTask;
            },
            cancel);
        return new Changed(entry, entry.Rule is null ? null : at ?? entry.Time().Start, await KeepAsync(undo, now, entry));
    }

    /// <summary>Deletes.</summary>
    public async Task<Changed> DeleteAsync(Entry before, Entry now, DateTime? original, EditScope scope, CancellationToken cancel)
    {
        var undo = new TakenBack { Before = [before], Address = EntryAddress.Of(now.Id, original) };
        var gone = false;
        await unitOfWork.RunAsync(
            _ =>
            {
                if (original is { } one && scope == EditScope.This)
                {
                    now.CancelInstance(one);
                }
                else if (original is { } from && scope == EditScope.Following && from > now.Time().Start)
                {
                    now.EndBefore(from);
                }
                else
                {
                    gone = true;
                    now.Delete();
                    db.Entries.Remove(now);
                }

                return Task.CompletedTask;
            },
            cancel);
        return new Changed(gone ? null : now, null, gone ? await KeepAsync(undo) : await KeepAsync(undo, now));
    }

    /// <summary>元に戻す.</summary>
    /// <returns>Where to go; null when this user has nothing of that id to take back.</returns>
    /// <exception cref="RuleBroken">Somebody has gone on from there.</exception>
    public async Task<string?> UndoAsync(Guid id, CancellationToken cancel)
    {
        if (await done.TakeAsync(db.Tenant, user.Id, id) is not { } undo)
        {
            return null;
        }

        await done.RestoreAsync(db.Tenant, user.Id, id, undo, () => unitOfWork.RunAsync(
            async c =>
            {
                foreach (var made in undo.Made)
                {
                    var entry = Unchanged(await EntryReading.WholeAsync(db.Entries, made, c), undo.Left[made]);
                    entry.Delete();
                    db.Entries.Remove(entry);
                }

                foreach (var before in undo.Before)
                {
                    var entry = await EntryReading.WholeAsync(db.Entries, before.Id, c);
                    if (undo.Left.TryGetValue(before.Id, out var version))
                    {
                        Unchanged(entry, version).PutBack(before);
                    }
                    else if (entry is null)
                    {
                        before.Restore();
                        db.Entries.Add(before);
                    }
                }
            },
            cancel));
        return undo.Address;
    }

    private static Entry Unchanged(Entry? entry, int version) => entry?.Version == version ? entry : throw new RuleBroken("ChangedMeanwhile");

    private async Task<Guid> KeepAsync(TakenBack undo, params IEnumerable<Entry> left)
    {
        foreach (var entry in left)
        {
            undo.Left[entry.Id] = entry.Version;
        }

        var id = Guid.CreateVersion7();
        await done.KeepAsync(db.Tenant, user.Id, id, undo);
        return id;
    }
}
