using SalesSupport.Durability;

namespace SalesSupport.EndToEndTests;

/// <summary>The short version of the program <c>tests/SalesSupport.Durability</c>; <c>./tests/run --full</c> kills 200 times.</summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
[Trait("Engine", "Sqlite")]
public sealed class DurabilityTests
{
    private static bool Full => Environment.GetEnvironmentVariable("SALESSUPPORT_FULL") == "1";

    [Fact]
    public async Task A_killed_process_loses_no_report_that_was_answered_with_success()
    {
        var outcome = await DurabilityRun.RunAsync(Full ? 200 : 3, Repository.HostDll);
        Assert.True(outcome.Acknowledged > 0, "nothing was saved, so nothing was shown");
        Assert.Empty(outcome.Lost);
        Assert.Equal("ok", outcome.Integrity);
    }

    [Fact]
    public async Task The_run_notices_a_loss_that_was_planted()
    {
        var outcome = await DurabilityRun.RunAsync(1, Repository.HostDll, planted: true);
        Assert.NotEmpty(outcome.Lost);
    }

    [Fact]
    public async Task A_process_killed_in_the_middle_of_its_first_start_stops_no_later_start()
    {
        var outcome = await MigrationKills.RunAsync(Full ? 10 : 2, Repository.HostDll);
        Assert.Empty(outcome.Broken);
        Assert.True(outcome.Holds, $"none of {outcome.Kills} kills fell midway, so nothing was shown");
    }

    [Fact]
    public async Task A_process_killed_in_the_middle_of_an_upgrade_loses_nothing()
    {
        var outcome = await UpgradeKills.RunAsync(Full ? 5 : 1, Repository.HostDll);
        Assert.Empty(outcome.Broken);
        Assert.True(outcome.Holds, $"none of {outcome.Kills} kills fell midway, so nothing was shown");
    }
}
