using System.Diagnostics;
using System.Globalization;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Moving;

/// <summary>Copies all rows from one database to another, member by member, and compares them. What it says holds numbers and names of tables, never what people wrote.</summary>
/// <param name="from">The services of a host on the one database.</param>
/// <param name="to">Of a host on the other.</param>
/// <param name="say">Takes a line of progress.</param>
internal sealed class MemberMove(IServiceProvider from, IServiceProvider to, Action<string> say)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Each member in a transaction of its own. One that is there already, just as it is here, is passed over; one that differs is moved anew.</summary>
    public async Task CopyAsync(CancellationToken cancel)
    {
        var members = await MembersAsync(cancel);
        foreach (var (i, member) in members.Index())
        {
            var name = Name(i, members.Count);
            await InAsync(member, async (here, there) =>
            {
                var rows = 0L;
                var copied = await there.PrintAsync(cancel);
                if (copied.Values.Any(p => p.Rows > 0))
                {
                    if (Differences(await here.PrintAsync(cancel), copied).Count == 0)
                    {
                        say($"{name}: {Number(copied.Values.Sum(p => p.Rows))} rows, there already");
                        return;
                    }

                    say($"{name}: differs from what is there, and is moved anew");
                    if (member == Guid.Empty)
                    {
                        // Members' rows refer to it.
                        await DeleteMembersAsync(members.Skip(1), cancel);
                    }
                }

                var told = Stopwatch.StartNew();
                await here.CopyToAsync(there, more =>
                {
                    rows += more;
                    if (told.Elapsed > Silence)
                    {
                        say($"{name}: {Number(rows)} rows so far");
                        told.Restart();
                    }
                }, cancel);
                say($"{name}: {Number(rows)} rows");
            });
        }
    }

    /// <returns>What differs, table by table, in words; nothing when all is the same.</returns>
    public async Task<IReadOnlyList<string>> CompareAsync(CancellationToken cancel)
    {
        var found = new List<string>();
        var rows = 0L;
        var members = await MembersAsync(cancel);
        foreach (var (i, member) in members.Index())
        {
            await InAsync(member, async (here, there) =>
            {
                var original = await here.PrintAsync(cancel);
                rows += original.Values.Sum(p => p.Rows);
                found.AddRange(Differences(original, await there.PrintAsync(cancel)).Select(d => $"{Name(i, members.Count)} ({member}): {d}"));
            });
            say($"compared {i + 1} of {members.Count}: {Number(rows)} rows, {found.Count} differences");
        }

        return found;
    }

    // The empty one first: what belongs to no member is referred to by members' rows.
    private async Task<IReadOnlyList<Guid>> MembersAsync(CancellationToken cancel)
    {
        var all = new SortedSet<Guid> { Guid.Empty };
        await InAsync(Guid.Empty, async (here, there) =>
        {
            all.UnionWith(await here.MembersAsync(cancel));
            all.UnionWith(await there.MembersAsync(cancel));
        });
        return [.. all];
    }

    private async Task DeleteMembersAsync(IEnumerable<Guid> members, CancellationToken cancel)
    {
        foreach (var member in members)
        {
            await InAsync(member, (_, there) => there.DeleteAsync(cancel));
        }
    }

    private async Task InAsync(Guid member, Func<MemberArchive, MemberArchive, Task> work)
    {
        await using var here = from.CreateAsyncScope();
        await using var there = to.CreateAsyncScope();
        await work(Archive(here.ServiceProvider, member), Archive(there.ServiceProvider, member));
    }

    private static MemberArchive Archive(IServiceProvider services, Guid member)
    {
        services.GetRequiredService<TenantScope>().Enter(member);
        return services.GetRequiredService<MemberArchive>();
    }

    private static List<string> Differences(IReadOnlyDictionary<string, TablePrint> here, IReadOnlyDictionary<string, TablePrint> there) =>
        [.. here.Where(t => t.Value != there[t.Key]).Select(t => $"{t.Key} {(t.Value.Rows == there[t.Key].Rows ? $"has other values in some of its {Number(t.Value.Rows)} rows" : $"has {Number(there[t.Key].Rows)} rows instead of {Number(t.Value.Rows)}")}")];

    private static string Name(int i, int count) => i == 0 ? "no member's" : $"member {i} of {count - 1}";

    private static string Number(long rows) => rows.ToString("N0", CultureInfo.InvariantCulture);
}
