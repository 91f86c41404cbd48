namespace SalesSupport.GroupwareSync.CalDav;

/// <summary>A calendar that events can be put into.</summary>
internal sealed record FoundCalendar(Uri Address, string Name);

/// <summary>Finds an account's calendar from what a person types: the server's address, that of a calendar or anything between (RFC 6764, 5397, 4791, 6638).</summary>
internal static class Discovery
{
    // Where servers are whose administrators have not said so at the first place (RFC 6764, 5); SOGo, Nextcloud and others.
    private static readonly string[] Places = ["/.well-known/caldav", "/SOGo/dav/", "/remote.php/dav/", "/dav/"];

    /// <summary>The calendar of an account: the server's default one, or the first that takes events.</summary>
    /// <param name="client">Who asks. Its address may hold <c>{user}</c>, which is the account's name.</param>
    /// <param name="account">The account's name; another one than the client's when a service account asks for it.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="DavTrouble">Why not.</exception>
    public static async Task<FoundCalendar> FindAsync(DavClient client, string account, CancellationToken cancel)
    {
        var name = Uri.EscapeDataString(account);
        var start = new Uri(client.Address.AbsoluteUri.Replace("%7Buser%7D", name, StringComparison.OrdinalIgnoreCase).Replace("{user}", name, StringComparison.Ordinal));
        if (start != client.Address)
        {
            // With the account's name in it, the address is that of a principal, home or calendar: nothing else is meant.
            var (place, no) = await LookAsync(client, start, cancel);
            return await InAsync(client, Theirs(place, start) ?? throw MissingOr(no, DavTroubleKind.NoAccount, start), cancel);
        }

        var own = account == client.User;
        var (item, wrong) = await LookAsync(client, start, cancel);
        if (item is { IsCalendar: true } && own)
        {
            return await InAsync(client, item, cancel);
        }

        // The trouble of the address that was typed says more than that of a place nobody named.
        for (var i = 0; (item is null || Principal(item) is null) && i < Places.Length; i++)
        {
            item = (await LookAsync(client, new Uri(start, Places[i]), cancel)).Item ?? item;
        }

        var principal = Principal(item ?? throw wrong) ?? throw new DavTrouble(DavTroubleKind.NotCalDav, start.Host);
        var theirs = own ? principal : Swapped(principal, client.User, account) ?? throw new DavTrouble(DavTroubleKind.NoAccount, account);
        var (found, why) = await LookAsync(client, theirs, cancel);
        return await InAsync(client, Theirs(found, theirs) ?? throw MissingOr(why, DavTroubleKind.NoAccount, theirs), cancel);
    }

    // From a principal or home to the calendar.
    private static async Task<FoundCalendar> InAsync(DavClient client, DavItem place, CancellationToken cancel)
    {
        if (place.IsCalendar)
        {
            return MayWrite(place) ? new FoundCalendar(Slashed(place.Address), Name(place)) : throw new DavTrouble(DavTroubleKind.Forbidden, place.Address.AbsolutePath);
        }

        var home = place.Href(DavNames.HomeSet) is { } href && Uri.TryCreate(place.Address, href, out var address) ? address : place.Address;
        var answer = await client.PropFindAsync(Slashed(home), 1, cancel, DavNames.ResourceType, DavNames.DisplayName, DavNames.Components, DavNames.Privileges);
        if (answer.Missing)
        {
            throw new DavTrouble(DavTroubleKind.NoCalendar, home.AbsolutePath);
        }

        var calendars = answer.Items().Where(i => i.IsCalendar && TakesEvents(i)).ToList();
        var wanted = await DefaultAsync(client, place, cancel);
        var best = calendars.Find(c => wanted is not null && DavCalendar.SamePlace(c.Address, wanted))
            ?? calendars.Find(MayWrite)
            ?? calendars.FirstOrDefault()
            ?? throw new DavTrouble(DavTroubleKind.NoCalendar, home.AbsolutePath);
        return MayWrite(best) ? new FoundCalendar(Slashed(best.Address), Name(best)) : throw new DavTrouble(DavTroubleKind.Forbidden, best.Address.AbsolutePath);
    }

    // Where the server would put an invitation: a property of the inbox (RFC 6638, 9.2).
    private static async Task<Uri?> DefaultAsync(DavClient client, DavItem principal, CancellationToken cancel)
    {
        if (principal.Href(DavNames.Inbox) is not { } href || !Uri.TryCreate(principal.Address, href, out var inbox))
        {
            return null;
        }

        var (item, _) = await LookAsync(client, inbox, cancel);
        return item?.Href(DavNames.DefaultCalendar) is { } standard && Uri.TryCreate(item.Address, standard, out var address) ? address : null;
    }

    private static async Task<(DavItem? Item, DavTrouble Trouble)> LookAsync(DavClient client, Uri address, CancellationToken cancel)
    {
        var nothing = new DavTrouble(DavTroubleKind.NotCalDav, address.Host);
        var answer = await client.PropFindAsync(address, 0, cancel, DavNames.ResourceType, DavNames.DisplayName, DavNames.Principal, DavNames.HomeSet, DavNames.Inbox, DavNames.DefaultCalendar, DavNames.Privileges);
        if (answer.Missing || (int)answer.Status is 400)
        {
            return (null, nothing);
        }

        try
        {
            return (answer.Items() is [{ Status: < 300 } item, ..] ? item : null, nothing);
        }
        catch (DavTrouble t) when (t.Kind != DavTroubleKind.PasswordWrong)
        {
            return (null, t);
        }
    }

    private static DavTrouble MissingOr(DavTrouble trouble, DavTroubleKind kind, Uri address) => trouble.Kind == DavTroubleKind.NotCalDav ? new DavTrouble(kind, Uri.UnescapeDataString(address.AbsolutePath)) : trouble;

    // SOGo answers for an account that it does not know as "anonymous".
    private static DavItem? Theirs(DavItem? item, Uri asked) => item is not null && string.Equals(Path(item.Address), Path(asked), StringComparison.OrdinalIgnoreCase) ? item : null;

    private static string Path(Uri address) => Uri.UnescapeDataString(address.AbsolutePath).TrimEnd('/');

    private static Uri? Principal(DavItem item) => item.Href(DavNames.Principal) is { } href && Uri.TryCreate(item.Address, href, out var address) ? address : null;

    // A server names every principal by the same pattern: what the service account's is with its name, another's is with theirs.
    private static Uri? Swapped(Uri principal, string from, string to)
    {
        var parts = principal.AbsolutePath.Split('/');
        var at = Array.FindLastIndex(parts, p => string.Equals(Uri.UnescapeDataString(p), from, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            return null;
        }

        parts[at] = Uri.EscapeDataString(to);
        return new Uri(principal, string.Join('/', parts));
    }

    private static bool TakesEvents(DavItem item) =>
        item.Property(DavNames.Components) is not { HasElements: true } kinds || kinds.Elements(DavNames.Cal + "comp").Any(c => string.Equals((string?)c.Attribute("name"), "VEVENT", StringComparison.OrdinalIgnoreCase));

    // Where the server does not say, writing shows it.
    private static bool MayWrite(DavItem item) =>
        item.Property(DavNames.Privileges) is not { HasElements: true } given || given.Descendants().Any(p => p.Name == DavNames.Dav + "write" || p.Name == DavNames.Dav + "write-content" || p.Name == DavNames.Dav + "bind" || p.Name == DavNames.Dav + "all");

    private static string Name(DavItem item) => item.Property(DavNames.DisplayName)?.Value.Trim() is { Length: > 0 } name ? name : Uri.UnescapeDataString(item.Address.AbsolutePath.TrimEnd('/').Split('/')[^1]);

    private static Uri Slashed(Uri address) => address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
}
