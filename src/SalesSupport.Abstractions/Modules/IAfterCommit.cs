using MediatR;

namespace SalesSupport.Abstractions;

/// <summary>
/// Hears of a fact after it was committed, for what leaves the process or may be late (mail, groupware, web hooks). In the fact's transaction the house writes down that this subscriber
/// has to be told, and tells it until it succeeds; so nothing is lost, and nobody's save waits or fails for it. Found by scanning; resolved in a scope of its own in the fact's member.
/// </summary>
/// <typeparam name="T">The fact. It is kept as JSON until it is sent.</typeparam>
public interface IAfterCommit<in T>
    where T : INotification
{
    /// <summary>
    /// What the fact is about outside, such as an entry and a person. While one waits, a newer one of the same subject takes its place, and never are two of them sent at once. Null: each is sent by itself.
    /// At most 200 characters.
    /// </summary>
    /// <param name="fact">The fact.</param>
    string? Subject(T fact) => null;

    /// <summary>
    /// Brings about outside what the fact says. May be called again for the same delivery, when the process or the answer was lost in between: then it must not have its effect twice.
    /// </summary>
    /// <param name="fact">The newest fact of its subject.</param>
    /// <param name="delivery">Which delivery it is.</param>
    /// <param name="cancel">After 20 seconds, or five after the host was told to stop.</param>
    /// <exception cref="NotSent">It did not work, and why. Any other exception counts as a fault of unknown cause; both are tried again.</exception>
    Task SendAsync(T fact, Delivery delivery, CancellationToken cancel);

    /// <summary>What is sent and to whom, in the user's language, for the list of what was not sent; at most one statement.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="cancel">Cancels.</param>
    Task<string> DescribeAsync(T fact, CancellationToken cancel);
}

/// <summary>One delivery of the outbox.</summary>
/// <param name="Id">The same at each try of the same subject, unique within the member.</param>
/// <param name="Version">Raised each time a newer fact takes the place of one that is not sent yet.</param>
/// <param name="Attempt">1 for the first try of this version.</param>
public readonly record struct Delivery(Guid Id, int Version, int Attempt);

/// <summary>Why something could not be sent.</summary>
/// <param name="why">Key of a text in the subscriber's module that says in plain words what is wrong.</param>
/// <param name="detail">The other side's own words, or null. Never a password.</param>
public sealed class NotSent(string why, string? detail = null) : Exception($"{why}: {detail}")
{
    /// <summary>Key of the text.</summary>
    public string Why { get; } = why;

    /// <summary>The other side's own words.</summary>
    public string? Detail { get; } = detail;

    /// <summary>How long the other side asks to be left alone (<c>Retry-After</c>, RFC 9110 10.2.3), or null; then the house waits longer each time.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>Trying again would change nothing: an administrator has to see it.</summary>
    public bool ForGood { get; init; }

    /// <summary>Only this subject has the trouble, such as one person's account: it is tried again later, and what else waits is sent meanwhile.</summary>
    public bool Alone { get; init; }
}
