using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesSupport.Abstractions;

namespace SalesSupport.House.Tests;

/// <summary>What leaves the machine for the operator's collector, taken by a real receiver of OTLP over HTTP.</summary>
[Trait("Bar", "engines")]
public sealed class TelemetryTests
{
    private const string Secret = "ひみつの商談";

    [Fact]
    public async Task Traces_metrics_and_logs_carry_the_ids_of_member_and_user_and_nothing_that_anybody_wrote()
    {
        await using var collector = await Collector.StartAsync();
        var host = await TestHost.StartAsync(
            settings: new Dictionary<string, string> { ["Telemetry:Otlp"] = collector.Address, ["Outgoing:Networks:0"] = "127.0.0.0/8", ["Logging:LogLevel:Default"] = "Information" },
            services: s => s.AddScoped<IHomeTile, Faulty>());
        try
        {
            var member = await host.AddMemberAsync("hinata", reports: 5);
            var user = member.People.Single(p => p.Login == "sato");
            using var browser = await host.SignOnAsync("hinata", "sato");
            await browser.GetAsync("/");        // with the tile that fails
            var form = await SentReport.OpenAsync(browser, TimeProvider.System.Today());
            form.Set("Note", $"{Secret}について");
            await form.SaveAsync(browser);
            await browser.PostAsync("/customers/quick", ("Name", $"{Secret}商会"));
            await browser.GetAsync("/search?q=" + Uri.EscapeDataString(Secret));
            // Calls out: an address that holds a secret, and one that nobody answers.
            using (var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient(Outgoing.Client))
            {
                using var called = await client.GetAsync(new Uri($"{collector.Address}/services/himitsu-hook?code=himitsu-code"));
                await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://127.0.0.1:{HostProcess.FreePort()}/himitsu-hook")));
            }

            Assert.Contains(collector.Paths, p => p.Contains("himitsu-hook", StringComparison.Ordinal));
            await host.StopAsync();

            foreach (var signal in new[] { "traces", "logs" })
            {
                Assert.True(collector.Has(signal, member.TenantId.ToString()), $"no member in {signal}");
                Assert.True(collector.Has(signal, user.Id.ToString()), $"no user in {signal}");
            }

            Assert.True(collector.Has("traces", "reports/{day:length(10)}/edit"), string.Join('\n', System.Text.RegularExpressions.Regex.Matches(collector.Words("traces"), "http.route(.{1,60})").Select(m => m.Value).Distinct()));
            Assert.True(collector.Has("logs", typeof(FormatException).FullName!), collector.Words("logs"));
            foreach (var measure in new[] { "salessupport.save.duration", "salessupport.save.wait", "http.server.request.duration" })
            {
                Assert.True(collector.Has("metrics", measure), $"no {measure}");
            }

            // The ids of traces are random bytes, in which a word of two letters stands now and then by chance.
            foreach (var signal in new[] { "traces", "logs", "metrics" })
            {
                foreach (var word in new[] { Secret, Uri.EscapeDataString(Secret), "himitsu", "?q=", "hinata", "sato", user.Name, user.Name.Split(' ', '　')[0], TestHost.Password, member.MadeCustomers[0].Name, "SELECT", "eyJhb", "CfDJ8" })
                {
                    Assert.False(collector.Has(signal, word), $"{word} in {signal}: {collector.Words(signal)}");
                }
            }
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    [Trait("Engine", "Sqlite")]
    public async Task Whoever_sends_nothing_does_not_load_what_would_send_it()
    {
        await using var collector = await Collector.StartAsync();
        var folder = Directory.CreateTempSubdirectory("salessupport-telemetry-").FullName;
        try
        {
            foreach (var (settings, loaded) in new (string[], bool)[] { (["--empty"], false), ([$"--Telemetry:Otlp={collector.Address}"], true) })
            {
                await using var host = HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort(), settings);
                await host.WaitUntilAnswersAsync(TimeSpan.FromSeconds(90));
                Assert.Equal(loaded, host.Mapped.Any(f => Path.GetFileName(f).StartsWith("OpenTelemetry.Exporter", StringComparison.Ordinal)));
                TestContext.Current.SendDiagnosticMessage("{0}: {1} MB resident", settings[0], host.Resident / 1_000_000);
                await host.StopAsync();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    [Trait("Engine", "Sqlite")]
    public async Task An_address_that_is_none_is_named_at_the_start()
    {
        var folder = Directory.CreateTempSubdirectory("salessupport-telemetry-").FullName;
        await using var host = HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort(), "--empty", "--Telemetry:Otlp=collector:4318");
        Assert.Equal(5, await host.WaitForEndAsync(TimeSpan.FromSeconds(90)));
        Assert.Contains("Telemetry:Otlp: collector:4318 is no address", host.Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private sealed class Faulty : IHomeTile
    {
        public int Order => 1;

        public Task<HomeTile?> GetAsync(CancellationToken cancel) => throw new FormatException($"{Secret} was not in a correct format");
    }

    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly ConcurrentQueue<(string Path, byte[] Body)> taken = new();

        private Collector(WebApplication app) => this.app = app;

        public string Address => app.Urls.First();

        public IEnumerable<string> Paths => taken.Select(t => t.Path);

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var collector = new Collector(builder.Build());
            collector.app.Run(async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                collector.taken.Enqueue((http.Request.Path, body.ToArray()));
                http.Response.ContentType = "application/x-protobuf";
            });
            await collector.app.StartAsync();
            return collector;
        }

        /// <summary>Strings lie in protobuf as their UTF-8.</summary>
        public bool Has(string signal, string text) => taken.Any(t => t.Path == $"/v1/{signal}" && t.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

        public string Words(string signal) => string.Concat(taken.Where(t => t.Path == $"/v1/{signal}").SelectMany(t => Encoding.UTF8.GetString(t.Body)).Select(c => char.IsControl(c) ? ' ' : c));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
