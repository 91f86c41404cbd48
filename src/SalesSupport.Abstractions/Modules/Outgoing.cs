namespace SalesSupport.Abstractions;

/// <summary>
/// Requests to addresses that members have typed. <c>IHttpClientFactory.CreateClient(Outgoing.Client)</c> gives a client that follows no redirects, uses no proxy and no cookies, keeps no connection, reads at
/// most 1 MB and connects only to public addresses, looked at when it connects, unless the operator names a network in <c>Outgoing:Networks</c> (such as <c>10.1.0.0/16</c>): nobody can have this machine call
/// what only this machine can reach (R51).
/// </summary>
public static class Outgoing
{
    /// <summary>The client's name.</summary>
    public const string Client = "outgoing";
}
