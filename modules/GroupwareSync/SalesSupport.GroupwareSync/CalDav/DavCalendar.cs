using System.Net;
using System.Xml.Linq;
using SalesSupport.GroupwareSync.Events;

namespace SalesSupport.GroupwareSync.CalDav;

/// <summary>What became of a write.</summary>
internal enum DavOutcome
{
    Done,

    /// <summary>412: another text stands there than the condition says.</summary>
    NotAsExpected,

    /// <summary>409 or <c>no-uid-conflict</c>: an event of the same UID stands at another place.</summary>
    UidElsewhere,

    /// <summary>404 or 410: nothing there to delete, or no calendar to put into.</summary>
    Gone,
}

/// <summary>An event as a server has it.</summary>
/// <param name="Address">Where.</param>
/// <param name="ETag">Of this text, or null where the server gives none.</param>
/// <param name="Text">As it came.</param>
/// <param name="Event">What it says.</param>
internal sealed record StoredEvent(Uri Address, string? ETag, string Text, ReadEvent Event);

/// <summary>An event in the list of a calendar.</summary>
internal sealed record ListedEvent(Uri Address, string? ETag);

/// <summary>One calendar at a server. What a server's answer is worth differs; docs/groupware.md says how.</summary>
/// <param name="client">Who asks.</param>
/// <param name="address">The calendar.</param>
internal sealed class DavCalendar(DavClient client, Uri address)
{
    // Where a server cannot search, at most so many events are read one by one.
    private const int MostRead = 2000;
    private const int AtOnce = 50;

    public Uri Address { get; } = address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    /// <summary>Whether two addresses are the same place: some servers escape in their answers, some do not.</summary>
    public static bool SamePlace(Uri a, Uri b) => DavClient.SameOrigin(a, b) && Uri.UnescapeDataString(a.AbsolutePath).TrimEnd('/') == Uri.UnescapeDataString(b.AbsolutePath).TrimEnd('/');

    /// <summary>Where an event of ours stands.</summary>
    public Uri EventAddress(string uid) => new(Address, Uri.EscapeDataString(uid) + ".ics");

    public async Task<StoredEvent?> ReadAsync(Uri href, CancellationToken cancel)
    {
        var answer = await client.GetAsync(href, cancel);
        return answer.Missing ? null
            : answer.Status == HttpStatusCode.OK ? new StoredEvent(href, answer.ETag, answer.Body, EventReader.Read(answer.Body))
            : throw DavTrouble.Of(answer);
    }

    public async Task<bool> ExistsAsync(CancellationToken cancel)
    {
        var answer = await client.PropFindAsync(Address, 0, cancel, DavNames.ResourceType);
        return !answer.Missing && answer.Items().Any(i => i.IsCalendar);
    }

    public async Task<IReadOnlyList<ListedEvent>> ListAsync(CancellationToken cancel)
    {
        var answer = await client.PropFindAsync(Address, 1, cancel, DavNames.ETag, DavNames.ResourceType);
        return answer.Missing || answer.Items() is [{ Status: 404 }]
            ? throw new DavTrouble(DavTroubleKind.NoCalendar, Address.AbsolutePath)
            : [.. answer.Items().Where(i => i.Status < 300 && !SamePlace(i.Address, Address) && i.Property(DavNames.ResourceType)?.HasElements != true).Select(i => new ListedEvent(i.Address, i.ETag))];
    }

    /// <summary>The events of a UID, wherever in the calendar they stand.</summary>
    public async Task<IReadOnlyList<StoredEvent>> FindByUidAsync(string uid, CancellationToken cancel)
    {
        try
        {
            var answer = await client.ReportAsync(Address, Query(uid), cancel);
            if (answer.Missing)
            {
                throw new DavTrouble(DavTroubleKind.NoCalendar, Address.AbsolutePath);
            }

            // The server may look for a part of the UID only, or for nothing at all.
            var found = answer.Items().Where(i => i.Status < 300).Select(i => (Item: i, Text: i.Property(DavNames.CalendarData)?.Value ?? "")).ToList();
            return [.. found.Select(f => new StoredEvent(f.Item.Address, f.Item.ETag, f.Text, EventReader.Read(f.Text))).Where(e => e.Event.Uid == uid)];
        }
        catch (DavTrouble t) when (t.Kind is DavTroubleKind.Unreadable or DavTroubleKind.ServerTrouble or DavTroubleKind.Refused or DavTroubleKind.NotCalDav or DavTroubleKind.TooBig)
        {
            // One event that the server cannot read spoils the whole search (Radicale).
            return await FindOneByOneAsync(uid, cancel);
        }
    }

    public async Task<DavOutcome> PutAsync(Uri href, string text, DavCondition condition, CancellationToken cancel) => await OutcomeAsync(await client.PutAsync(href, text, condition, cancel), cancel);

    public async Task<DavOutcome> DeleteAsync(Uri href, DavCondition condition, CancellationToken cancel) => await OutcomeAsync(await client.DeleteAsync(href, condition, cancel), cancel);

    private async Task<DavOutcome> OutcomeAsync(DavAnswer answer, CancellationToken cancel) => answer.Status switch
    {
        _ when answer.Done => DavOutcome.Done,
        _ when answer.Missing => DavOutcome.Gone,
        // Xandikos says it in a 207.
        _ when (int)answer.Status is 207 or (>= 400 and < 500) && answer.Names("no-uid-conflict") => DavOutcome.UidElsewhere,
        HttpStatusCode.PreconditionFailed => DavOutcome.NotAsExpected,
        // 409 also says that the calendar to put into is not there (RFC 4918, 9.7.1).
        HttpStatusCode.Conflict => await ExistsAsync(cancel) ? DavOutcome.UidElsewhere : DavOutcome.Gone,
        _ => throw DavTrouble.Of(answer),
    };

    private async Task<IReadOnlyList<StoredEvent>> FindOneByOneAsync(string uid, CancellationToken cancel)
    {
        var found = new List<StoredEvent>();
        foreach (var some in (await ListAsync(cancel)).OrderByDescending(l => SamePlace(l.Address, EventAddress(uid))).Take(MostRead).Chunk(AtOnce))
        {
            var got = await ReadAtOnceAsync(some, cancel);
            found.AddRange(got.Where(e => e.Event.Uid == uid));
            // What a server leaves out there is not believed to be gone.
            foreach (var listed in some.Where(l => !got.Any(e => SamePlace(e.Address, l.Address))))
            {
                try
                {
                    if (await ReadAsync(listed.Address, cancel) is { } stored && stored.Event.Uid == uid)
                    {
                        found.Add(stored);
                    }
                }
                catch (DavTrouble t) when (t.Kind is DavTroubleKind.ServerTrouble or DavTroubleKind.Refused or DavTroubleKind.TooBig)
                {
                    // The one that spoils it is none of ours: ours have nothing unreadable.
                }
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<StoredEvent>> ReadAtOnceAsync(IReadOnlyCollection<ListedEvent> some, CancellationToken cancel)
    {
        try
        {
            var items = (await client.ReportAsync(Address, Report("calendar-multiget", [.. some.Select(l => new XElement(DavNames.Dav + "href", l.Address.AbsolutePath))]), cancel)).Items();
            return [.. items.Where(i => i.Status < 300 && i.Property(DavNames.CalendarData)?.Value is { Length: > 0 }).Select(i => (Item: i, Text: i.Property(DavNames.CalendarData)!.Value)).Select(i => new StoredEvent(i.Item.Address, i.Item.ETag, i.Text, EventReader.Read(i.Text)))];
        }
        catch (DavTrouble t) when (t.Kind is not (DavTroubleKind.PasswordWrong or DavTroubleKind.Unreachable or DavTroubleKind.TooSlow))
        {
            return [];
        }
    }

    private static XElement Query(string uid) =>
        Report("calendar-query",
            new XElement(DavNames.Cal + "filter",
                new XElement(DavNames.Cal + "comp-filter", new XAttribute("name", "VCALENDAR"),
                    new XElement(DavNames.Cal + "comp-filter", new XAttribute("name", "VEVENT"),
                        new XElement(DavNames.Cal + "prop-filter", new XAttribute("name", "UID"),
                            new XElement(DavNames.Cal + "text-match", new XAttribute("collation", "i;octet"), uid))))));

    private static XElement Report(string name, params XElement[] which) =>
        new(DavNames.Cal + name,
            new XAttribute(XNamespace.Xmlns + "D", DavNames.Dav.NamespaceName),
            new XElement(DavNames.Dav + "prop", new XElement(DavNames.ETag), new XElement(DavNames.CalendarData)),
            which);
}
