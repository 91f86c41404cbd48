using System.Net;
using System.Xml;
using System.Xml.Linq;

namespace SalesSupport.GroupwareSync.CalDav;

/// <summary>Names of WebDAV (RFC 4918) and CalDAV (RFC 4791).</summary>
internal static class DavNames
{
    public static readonly XNamespace Dav = "DAV:";
    public static readonly XNamespace Cal = "urn:ietf:params:xml:ns:caldav";
    public static readonly XName ETag = Dav + "getetag";
    public static readonly XName ResourceType = Dav + "resourcetype";
    public static readonly XName DisplayName = Dav + "displayname";
    public static readonly XName Principal = Dav + "current-user-principal";
    public static readonly XName Privileges = Dav + "current-user-privilege-set";
    public static readonly XName HomeSet = Cal + "calendar-home-set";
    public static readonly XName Inbox = Cal + "schedule-inbox-URL";
    public static readonly XName DefaultCalendar = Cal + "schedule-default-calendar-URL";
    public static readonly XName Components = Cal + "supported-calendar-component-set";
    public static readonly XName CalendarData = Cal + "calendar-data";
}

/// <summary>What a server answered.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Address">Where the answer came from, after redirects.</param>
/// <param name="ETag">With quotation marks and <c>W/</c> as it came, or null. The same one may come again for another text after an event was deleted and made anew.</param>
/// <param name="Dav">The classes of its <c>DAV</c> header.</param>
/// <param name="Body">Its text.</param>
internal sealed record DavAnswer(HttpStatusCode Status, Uri Address, string? ETag, string Dav, string Body)
{
    /// <summary>200, 201 or 204; 207 says nothing about a single resource.</summary>
    public bool Done => Status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent;

    public bool Missing => Status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    /// <summary>The body names this precondition (RFC 4791, 5.3.2.1). Only looked for as a word: servers wrap it differently.</summary>
    public bool Names(string precondition) => Body.Contains(precondition, StringComparison.Ordinal);

    /// <summary>An ETag that can be sent back, or null.</summary>
    public static string? Usable(string? etag) => etag?.Trim() is { Length: > 0 and < 300 } text && text.All(c => c is >= ' ' and < '\u007F') ? text : null;

    /// <summary>The resources of a 207.</summary>
    /// <exception cref="DavTrouble">It is no 207 or no XML that we read.</exception>
    public IReadOnlyList<DavItem> Items()
    {
        if (Status != HttpStatusCode.MultiStatus)
        {
            // A web page with 200 is what any web server answers.
            throw Status == HttpStatusCode.OK ? new DavTrouble(DavTroubleKind.NotCalDav, Address.Host) : DavTrouble.Of(this);
        }

        try
        {
            // No DTD: no entities, nothing that grows. No resolver: nothing is fetched.
            using var reader = XmlReader.Create(new StringReader(Body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = DavClient.MostBytes });
            return [.. XDocument.Load(reader).Root!.Elements(DavNames.Dav + "response").Select(Item).OfType<DavItem>()];
        }
        catch (XmlException e)
        {
            throw new DavTrouble(DavTroubleKind.Unreadable, Address.Host, inner: e);
        }
    }

    private DavItem? Item(XElement response)
    {
        // Some servers send characters in hrefs as they are, others escape what need not be.
        if (response.Element(DavNames.Dav + "href")?.Value.Trim() is not { Length: > 0 } href || Resolve(href) is not { } address)
        {
            return null;
        }

        var good = response.Elements(DavNames.Dav + "propstat").Where(p => p.Element(DavNames.Dav + "status")?.Value.Contains(" 200", StringComparison.Ordinal) == true);
        var status = response.Element(DavNames.Dav + "status")?.Value.Split(' ') is [_, var code, ..] && int.TryParse(code, out var number) ? number : 200;
        return new DavItem(address, status, [.. good.SelectMany(p => p.Elements(DavNames.Dav + "prop")).SelectMany(p => p.Elements())]);
    }

    /// <summary>An href of this answer as an address; null when it is none, or one of another origin.</summary>
    public Uri? Resolve(string href) => Uri.TryCreate(Address, href, out var address) && DavClient.SameOrigin(address, Address) ? address : null;
}

/// <summary>One resource of a 207.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Status">Its own status; 200 when it has none.</param>
/// <param name="Properties">Those that the server has.</param>
internal sealed record DavItem(Uri Address, int Status, IReadOnlyList<XElement> Properties)
{
    public XElement? Property(XName name) => Properties.FirstOrDefault(p => p.Name == name);

    public string? ETag => DavAnswer.Usable(Property(DavNames.ETag)?.Value);

    public bool IsCalendar => Property(DavNames.ResourceType)?.Element(DavNames.Cal + "calendar") is not null;

    /// <summary>The address within a property, such as the home of the calendars.</summary>
    public string? Href(XName name) => Property(name)?.Element(DavNames.Dav + "href")?.Value.Trim() is { Length: > 0 } href ? href : null;
}
