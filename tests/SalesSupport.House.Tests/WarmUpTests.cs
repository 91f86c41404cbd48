using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

namespace SalesSupport.House.Tests;

/// <summary>What the first visitor asks is translated beside the start.</summary>
public sealed class WarmUpTests
{
    [Fact]
    public async Task After_a_start_home_page_and_menu_are_asked_once_though_nobody_has_come()
    {
        await using var host = await TestHost.StartAsync(warm: true);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string[] tables = ["Customers_Companies", "DailyReports_Reports", "DailyReports_Inbox", "IdentityBridge_Users"];
        while (!tables.All(t => host.Statements.All.Any(s => s.StartsWith("SELECT", StringComparison.Ordinal) && s.Contains(t, StringComparison.Ordinal))))
        {
            Assert.False(patience.IsCancellationRequested, string.Join("\n", host.Statements.All));
            await Task.Delay(50, CancellationToken.None);
        }
    }

    [Fact]
    public async Task No_tile_or_badge_fails_for_nobody()
    {
        await using var host = await TestHost.StartAsync();
        await host.InScopeAsync(Guid.CreateVersion7(), async services =>
        {
            foreach (var tile in services.GetServices<IHomeTile>())
            {
                await tile.GetAsync(CancellationToken.None);
            }

            foreach (var badge in services.GetServices<IMenuBadge>())
            {
                Assert.Equal(0, await badge.CountAsync(CancellationToken.None));
            }

            return true;
        });
    }
}
