using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using SalesSupport.Abstractions;

namespace SalesSupport.GroupwareSync.CalDav;

/// <summary>What can be wrong between us and a groupware. Each has words in the texts, <c>Dav.…</c>, that say what to do.</summary>
internal enum DavTroubleKind
{
    /// <summary>Nobody listens there, or the connection broke.</summary>
    Unreachable,
    NameUnknown,
    TlsBad,

    /// <summary>The address is in a network that the operator has not allowed.</summary>
    AddressForbidden,
    PasswordWrong,
    Forbidden,
    NoAccount,
    NoCalendar,
    NotCalDav,

    /// <summary>The server sends us to another server, which must not get the password.</summary>
    Elsewhere,
    TooSlow,
    TooBig,

    /// <summary>The answer is no XML that we read.</summary>
    Unreadable,
    ServerTrouble,
    Full,
    Refused,
}

/// <summary>What a trouble is about: everything at this server, one account, or one event.</summary>
internal enum DavConcern
{
    Server,
    Account,
    Event,
}

/// <summary>A request to a groupware had no good answer.</summary>
/// <param name="kind">What is wrong.</param>
/// <param name="detail">A host, address or status; never a password.</param>
/// <param name="mayHaveHappened">Whether what was asked may have been done in spite of it: then only reading again tells.</param>
/// <param name="inner">Its cause.</param>
internal sealed class DavTrouble(DavTroubleKind kind, string detail, bool mayHaveHappened = false, Exception? inner = null) : Exception($"{kind}: {detail}", inner)
{
    // What a server may have against one event (RFC 4791, 5.3.2.1); against its writer it says nothing by them.
    private static readonly string[] Preconditions =
    [
        "valid-calendar-data", "valid-calendar-object-resource", "supported-calendar-data", "supported-calendar-component",
        "max-resource-size", "min-date-time", "max-date-time", "max-instances", "max-attendees-per-instance",
    ];

    public DavTroubleKind Kind { get; } = kind;

    /// <summary>Partly the other side's words, which may hold anything.</summary>
    public string Detail { get; } = PlainTextAttribute.Clean(detail, 500);

    public bool MayHaveHappened { get; } = mayHaveHappened;

    /// <summary>Key of its words; <c>{0}</c> in them is <see cref="Detail"/>.</summary>
    public string Key => $"Dav.{Kind}";

    public DavConcern Concern => Kind switch
    {
        DavTroubleKind.PasswordWrong or DavTroubleKind.Forbidden or DavTroubleKind.NoAccount or DavTroubleKind.NoCalendar or DavTroubleKind.Full => DavConcern.Account,
        DavTroubleKind.TooBig or DavTroubleKind.Unreadable or DavTroubleKind.Refused => DavConcern.Event,
        _ => DavConcern.Server,
    };

    /// <summary>An answer whose status says that it was not done.</summary>
    public static DavTrouble Of(DavAnswer answer)
    {
        var kind = (int)answer.Status switch
        {
            401 => DavTroubleKind.PasswordWrong,
            403 when Preconditions.Any(answer.Names) => DavTroubleKind.Refused,
            403 => DavTroubleKind.Forbidden,
            405 or 501 => DavTroubleKind.NotCalDav,
            408 or 429 or 504 => DavTroubleKind.TooSlow,
            413 => DavTroubleKind.TooBig,
            507 => DavTroubleKind.Full,
            >= 500 => DavTroubleKind.ServerTrouble,
            _ => DavTroubleKind.Refused,
        };
        // A 5xx may come from something in front of the server that has lost its answer; 207 and other odd answers say nothing about what was done.
        return new DavTrouble(kind, $"{(int)answer.Status} {answer.Address.Host}", mayHaveHappened: (int)answer.Status is < 400 or 408 or >= 500 and not 501 and not 507);
    }

    /// <summary>A request without an answer.</summary>
    public static DavTrouble Of(HttpRequestException e, Uri address)
    {
        var causes = Causes(e).ToList();
        var refused = causes.OfType<SocketException>().FirstOrDefault();
        if (causes.Skip(1).OfType<HttpRequestException>().Any())        // thrown where the connection is made, when the address is not allowed
        {
            return new DavTrouble(DavTroubleKind.AddressForbidden, address.Host, inner: e);
        }

        if (causes.OfType<AuthenticationException>().Any() || e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return new DavTrouble(DavTroubleKind.TlsBad, address.Host, inner: e);
        }

        if (e.HttpRequestError == HttpRequestError.NameResolutionError || refused?.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery)
        {
            return new DavTrouble(DavTroubleKind.NameUnknown, address.Host, inner: e);
        }

        return e.HttpRequestError switch
        {
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError => new DavTrouble(DavTroubleKind.NotCalDav, address.Host, mayHaveHappened: true, e),
            HttpRequestError.ConfigurationLimitExceeded => new DavTrouble(DavTroubleKind.TooBig, address.Host, mayHaveHappened: true, e),
            _ => new DavTrouble(DavTroubleKind.Unreachable, address.Host, mayHaveHappened: e.HttpRequestError != HttpRequestError.ConnectionError, e),
        };
    }

    private static IEnumerable<Exception> Causes(Exception e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    /// <summary>The answer's status as a trouble of a calendar or account that is not there.</summary>
    public static DavTrouble Missing(DavTroubleKind kind, DavAnswer answer) =>
        answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone ? new DavTrouble(kind, answer.Address.AbsolutePath) : Of(answer);
}
