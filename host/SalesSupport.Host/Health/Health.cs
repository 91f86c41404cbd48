using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SalesSupport.Host.Health;

/// <summary>
/// <c>/health/live</c> says that the process serves; <c>/health/ready</c> that it can do its work, or names what it lacks. For service managers and load balancers, which know no sign-on and
/// ask under whatever name they have: the answer holds nothing that comes from the request or from anybody's data, so it is given before all else looks at the request.
/// </summary>
internal static class Health
{
    /// <summary>Tag of a check that decides whether the host may be given work; the others are for whoever watches it.</summary>
    public const string Ready = "ready";

    /// <summary>Tag of a check that finds the same on every host.</summary>
    public const string Shared = "shared";

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseAnswers>();
        services.AddSingleton<TablesAreOurs>();
        services.AddSingleton<Readiness>();
        services.AddHealthChecks()
            .AddCheck<DatabaseAnswers>("database", tags: [Ready])
            .AddCheck<TablesAreOurs>("migrations", tags: [Ready])
            .AddCheck<DiskHasRoom>("disk", tags: [Ready])
            .AddCheck<OutboxRuns>("outbox", tags: [Ready])
            .AddCheck<JobsRun>("jobs", tags: [Ready])
            .AddCheck<JobsSucceed>("jobs-failed", tags: [Shared])
            .AddCheck<OutboxMoves>("outbox-stuck", tags: [Shared])
            .AddCheck<SignOnsSucceed>("sign-on");
    }

    // In small letters only, as proxies tell paths apart: else one that closes it to the outside closes one way of writing it.
    public static void UseHealth(this WebApplication app) => app.MapWhen(http => http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal), branch => branch.Run(async http =>
    {
        if (http.Features.Get<IHttpMetricsTagsFeature>() is { } measured)
        {
            measured.MetricsDisabled = true;        // a question each second would hide how long people wait
        }

        var lacking = http.Request.Path.Value switch
        {
            "/health/live" => [],
            "/health/ready" => await http.RequestServices.GetRequiredService<Readiness>().LackingAsync(),
            _ => null,
        };
        http.Response.StatusCode = lacking switch
        {
            null => StatusCodes.Status404NotFound,
            [] => StatusCodes.Status200OK,
            _ => StatusCodes.Status503ServiceUnavailable,
        };
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (lacking is not null)
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(lacking is [] ? "ok\n" : $"not ready: {string.Join(", ", lacking)}\n");
        }
    }));
}

/// <summary>Asks the checks at most once a second, whoever asks and however often: anybody may.</summary>
internal sealed class Readiness(HealthCheckService checks)
{
    private readonly Lock door = new();
    private Task<string[]>? asked;
    private long since;

    /// <returns>Names of what is not as it has to be; nothing more, since anybody may ask.</returns>
    public Task<string[]> LackingAsync()
    {
        lock (door)
        {
            if (asked is null || (asked.IsCompleted && Environment.TickCount64 - since >= 1000))
            {
                since = Environment.TickCount64;
                asked = AskAsync();
            }

            return asked;
        }
    }

    private async Task<string[]> AskAsync()
    {
        var report = await checks.CheckHealthAsync(c => c.Tags.Contains(Health.Ready), CancellationToken.None);
        return [.. report.Entries.Where(e => e.Value.Status == HealthStatus.Unhealthy).Select(e => e.Key).Order(StringComparer.Ordinal)];
    }
}
