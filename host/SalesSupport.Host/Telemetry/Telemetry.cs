using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Telemetry;

/// <summary>Traces, metrics and logs for the operator's collector, by OTLP over HTTP, when <c>Telemetry:Otlp</c> names its address. Members and people appear by their ids, and nothing that anybody has written.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["Telemetry:Otlp"] is { Length: > 0 } address)
        {
            Send(builder, Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? uri
                : throw new CannotStart($"Telemetry:Otlp: {address} is no address such as http://127.0.0.1:4318."));
        }
    }

    // Not inlined: whoever does not send anything does not load what would.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Send(WebApplicationBuilder builder, Uri collector) => builder.Services.AddOpenTelemetry()
        .ConfigureResource(r => r.AddService("salessupport", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString(), serviceInstanceId: Environment.MachineName))
        .WithTracing(t => t
            .AddSource(Measures.Name)
            .AddAspNetCoreInstrumentation(o =>
            {
                o.Filter = http => !http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
                o.EnrichWithHttpResponse = (span, response) =>
                {
                    foreach (var (name, id) in Ids(response.HttpContext))
                    {
                        span.SetTag(name, id);
                    }
                };
            })
            .AddHttpClientInstrumentation()
            .AddProcessor(new KnownTagsOnly()))
        .WithMetrics(m => m.AddMeter(Measures.Name, "System.Runtime").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation())
        .WithLogging(l => l.AddProcessor(services => new IdsInLogs(services.GetRequiredService<IHttpContextAccessor>())))
        .UseOtlpExporter(OtlpExportProtocol.HttpProtobuf, collector);

    private static IEnumerable<(string Name, string Id)> Ids(HttpContext http)
    {
        if (Guid.TryParse(http.User.FindFirst(TicketClaims.Tenant)?.Value, out var tenant))
        {
            yield return ("tenant.id", tenant.ToString());
        }

        if (Guid.TryParse(http.User.FindFirst(TicketClaims.User)?.Value, out var user))
        {
            yield return ("user.id", user.ToString());
        }
    }

    /// <summary>
    /// Of a span only what is on the list: addresses hold search words, codes and other people's secret web hooks, and what the libraries add one day is not known.
    /// </summary>
    private sealed class KnownTagsOnly : BaseProcessor<Activity>
    {
        private static readonly HashSet<string> Known =
            ["http.request.method", "http.response.status_code", "http.route", "network.protocol.version", "server.address", "server.port", "error.type", "tenant.id", "user.id", "outbox.subscriber", "outbox.attempt"];

        public override void OnEnd(Activity data)
        {
            foreach (var (name, _) in data.TagObjects.ToArray())
            {
                if (!Known.Contains(name))
                {
                    data.SetTag(name, null);
                }
            }

            data.SetStatus(data.Status);        // without its description, which may be an exception's words
            if (data.Events.Any())
            {
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;        // they cannot be taken away, and hold words as well
            }
        }
    }

    /// <summary>
    /// Of a line of the log: what is said with holes in it, and what fills them as far as it is a number, an id and the like; of an exception its type and place. Texts stay in the machine's own log.
    /// </summary>
    private sealed class IdsInLogs(IHttpContextAccessor accessor) : BaseProcessor<LogRecord>
    {
        private const string Template = "{OriginalFormat}";

        /// <summary>Names of the product's own parts.</summary>
        private static readonly HashSet<string> KnownTexts = [Template, "Subscriber", "Fault", "Context", "Job"];

        public override void OnEnd(LogRecord data)
        {
            List<KeyValuePair<string, object?>> kept = [.. (data.Attributes ?? []).Where(a => a.Value is Guid or bool or int or long or double or TimeSpan or DateTimeOffset or Enum || KnownTexts.Contains(a.Key))];
            if (accessor.HttpContext is { } http)
            {
                kept.AddRange(Ids(http).Select(i => KeyValuePair.Create(i.Name, (object?)i.Id)));
            }

            if (data.Exception is { } fault)
            {
                kept.Add(new("exception.type", string.Join(" < ", Causes(fault).Select(c => c.GetType().FullName))));
                kept.Add(new("exception.stacktrace", fault.StackTrace));
                data.Exception = null;
            }

            data.FormattedMessage = null;
            data.Body = kept.Find(a => a.Key == Template).Value as string;
            data.Attributes = kept;
        }

        private static IEnumerable<Exception> Causes(Exception fault)
        {
            for (var cause = fault; cause is not null; cause = cause.InnerException)
            {
                yield return cause;
            }
        }
    }
}
