using System.Text.RegularExpressions;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

internal enum JobOutcome
{
    /// <summary>Begun and not ended: it runs, or its host died.</summary>
    Running,

    Done,

    Failed,

    /// <summary>Its host was stopped or died in the middle. What it had not yet done is done by the next run.</summary>
    BrokenOff,
}

/// <summary>One run of a job, for the operator's page. Belongs to no member.</summary>
[NotAudited("what a job changes is audited by itself")]
internal sealed partial class JobRun
{
    /// <summary>So many are kept of each job.</summary>
    public const int Kept = 50;

    /// <summary>See <see cref="ModuleJob.Name"/>.</summary>
    public required string Job { get; init; }

    /// <summary>Ascending by one for each run of the job, whatever the clock says.</summary>
    public required int Number { get; init; }

    /// <summary>Where it ran.</summary>
    public required string Host { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>How long it took; the clock may have been set in between.</summary>
    public long? Milliseconds { get; private set; }

    public JobOutcome Outcome { get; private set; }

    /// <summary>What failed, of what kind. The log has more.</summary>
    public string? Error { get; private set; }

    public void End(JobOutcome outcome, DateTimeOffset at, TimeSpan took, Exception? fault)
    {
        (Outcome, EndedAt, Milliseconds, Error) = (outcome, at, (long)took.TotalMilliseconds, fault is null ? null : Tell(fault));
    }

    /// <summary>Another run has begun, so this one's host is gone.</summary>
    public void IsLost() => Outcome = JobOutcome.BrokenOff;

    /// <summary>Kind and message of a fault and its causes. What stands in quotes or brackets or is not English may be a member's data, and is left out.</summary>
    public static string Tell(Exception fault)
    {
        var told = new List<string>();
        for (Exception? cause = fault; cause is not null && told.Count < 5; cause = cause.InnerException)
        {
            told.Add($"{cause.GetType().Name}: {Data().Replace(cause.Message.ReplaceLineEndings(" "), "…")}");
        }

        var text = string.Join(" ← ", told);
        return text.Length > 1000 ? text[..1000] : text;
    }

    [GeneratedRegex("""'[^']*'?|"[^"]*"?|`[^`]*`?|\([^)]*\)?|\[[^\]]*\]?|[^\x20-\x7E]+""")]
    private static partial Regex Data();
}
