using System.Diagnostics;
using System.Globalization;
using System.Net;
using AngleSharp.Html.Parser;
using SalesSupport.Abstractions;
using SalesSupport.Durability;

namespace SalesSupport.EndToEndTests;

/// <summary>A host of its own, its data folder on a small file system that is full again and again.</summary>
[Trait("Bar", "engines")]
[Trait("Engine", "Sqlite")]
public sealed class DiskFullTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string folder = Directory.CreateTempSubdirectory("salessupport-full-").FullName;
    private readonly Ledger ledger = new();
    private int number;

    private string Filler => Path.Combine(folder, "filler");

    public void Dispose()
    {
        Run("umount", folder);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_full_disk_is_said_clearly_loses_nothing_and_is_over_when_there_is_room()
    {
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=48m", "none", folder), "Only root may mount a small file system");
        var host = HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort(), "--sample-size", "60", "--Health:FreeMegabytes=2");
        var browser = new Browser(host.Address);
        try
        {
            await host.WaitUntilAnswersAsync(Patience);
            await browser.SignOnAsync("demo", "sato", TestHost.Password);
            await ReadyAsync(host, "ok\n");

            // Full at different places of a save: its first page, its middle, where the log becomes part of the database.
            foreach (var left in new[] { 0, 30_000, 200_000, 1_000_000 })
            {
                Fill(left);
                var refused = 0;
                for (var tries = 0; refused < 3 && tries < 3000; tries++)
                {
                    refused += await SaveAsync(browser) ? 0 : 1;
                }

                Assert.True(refused == 3, $"with {left} bytes left the disk was not full after 3000 saves");
                Assert.False(host.HasExited);
                await ReadyAsync(host, "not ready: disk\n");
                foreach (var page in new[] { "/reports", "/customers", "/" })
                {
                    Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(page)).Status);
                }

                File.Delete(Filler);
                for (var saves = 0; saves < 5; saves++)
                {
                    Assert.True(await SaveAsync(browser), "there is room again");
                }

                await Eventually.IsAsync(async () => await host.AnswersAsync("/health/ready") == "ok\n", "to be ready again");
                Assert.Empty(ledger.Compare(StoredReports.Read(folder)));
            }

            // In the language of whoever asks, and for scripts.
            Fill(0);
            Assert.Contains("disk has no room left", await RefusedAsync(browser, "en", "text/html"), StringComparison.Ordinal);
            Assert.Contains("ディスクに空きがない", await RefusedAsync(browser, "ja", "application/json"), StringComparison.Ordinal);

            // The program is ended while the disk is full, and begins again on it.
            await host.KillAsync();
            await host.DisposeAsync();
            File.Delete(Filler);
            host = HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort());
            await host.WaitUntilAnswersAsync(Patience);
            Assert.Equal("ok", StoredReports.Integrity(folder));
            Assert.Empty(ledger.Compare(StoredReports.Read(folder)));
            Assert.True(ledger.Acknowledged > 20, $"only {ledger.Acknowledged} saves");
        }
        finally
        {
            browser.Dispose();
            await host.DisposeAsync();
        }
    }

    private async Task<bool> SaveAsync(Browser browser)
    {
        if (await RefusalAsync(browser, "ja", "text/html") is not { } refusal)
        {
            return true;
        }

        var page = await new HtmlParser().ParseDocumentAsync(refusal.Html);
        Assert.Contains("保存できませんでした", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("ディスクに空きがない", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("textarea"), t => t.TextContent == refusal.Typed);
        Assert.NotNull(page.QuerySelector("form[data-error-typed] button"));
        return false;
    }

    /// <returns>Null when it was saved.</returns>
    private async Task<(string Html, string Typed)?> RefusalAsync(Browser browser, string language, string kind)
    {
        var date = TimeProvider.System.Today().AddDays(-20 - (number++ % 30));
        var (key, form) = (date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), await SentReport.OpenAsync(browser, date));
        var text = $"{StoredReports.Mark}{key} #{number.ToString(CultureInfo.InvariantCulture)} {new string('長', 1500)}";
        form.Set("Note", text);
        ledger.Sent(key, text);
        using var request = new HttpRequestMessage(HttpMethod.Post, form.Action) { Content = new FormUrlEncodedContent(form.Fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Accept.ParseAdd(kind);
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await browser.SendAsync(request);
        if (answer.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.Found)
        {
            ledger.Answered(key, text);
            return null;
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        return (await answer.Content.ReadAsStringAsync(), text);
    }

    private async Task<string> RefusedAsync(Browser browser, string language, string kind)
    {
        for (var tries = 0; tries < 3000; tries++)
        {
            if (await RefusalAsync(browser, language, kind) is { } refusal)
            {
                return kind == "application/json" ? System.Text.Json.JsonDocument.Parse(refusal.Html).RootElement.GetProperty("text").GetString()! : refusal.Html;
            }
        }

        throw new InvalidOperationException("The disk was not full.");
    }

    private static async Task ReadyAsync(HostProcess host, string words)
    {
        await Task.Delay(1100);
        Assert.Equal(words, await host.AnswersAsync("/health/ready"));
    }

    private void Fill(int left)
    {
        using (var file = File.Create(Filler))
        {
            var block = new byte[4096];
            try
            {
                while (true)
                {
                    file.Write(block);
                    file.Flush();
                }
            }
            catch (IOException)
            {
                // full
            }
        }

        using var cut = File.OpenWrite(Filler);
        cut.SetLength(Math.Max(0, cut.Length - left) / 4096 * 4096);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
