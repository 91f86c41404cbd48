using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SalesSupport.Abstractions;

namespace SalesSupport.House.Tests;

/// <summary>Members' settings: never an old value for ever, never one editor's words under another's.</summary>
[Trait("Bar", "main-job")]
public sealed class SettingsTests : IAsyncLifetime
{
    private static readonly Guid Tenant = TenantScope.IdOf("portal", "mine");
    private TestHost host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync();

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_value_read_while_another_was_committed_is_not_kept()
    {
        var kept = new Recent<string, object>(new FakeTimeProvider(), host.Services.GetRequiredService<IHosts>());
        await kept.GetAsync(Tenant, "key", () =>
        {
            kept.Forget("key");         // somebody commits between our reading and our keeping
            return Task.FromResult<object?>("old");
        });
        Assert.Equal("new", await kept.GetAsync(Tenant, "key", () => Task.FromResult<object?>("new")));
    }

    [Fact]
    public async Task A_change_that_is_rolled_back_is_nowhere_to_be_read()
    {
        await SetAsync("first", null);
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.InScopeAsync(Tenant, async sp =>
        {
            await sp.GetRequiredService<IUnitOfWork>().RunAsync(
                async c =>
                {
                    var settings = sp.GetRequiredService<ISettings>();
                    await settings.SetAsync(new Wish { Word = "second" }, null, c);
                    await sp.GetRequiredService<IUnitOfWork>().SaveAsync(c);
                    Assert.Equal("second", (await settings.GetAsync<Wish>(c)).Word);
                    throw new InvalidOperationException("and no more");
                },
                Cancel);
            return 0;
        }));
        Assert.Equal("first", (await host.InScopeAsync(Tenant, sp => sp.GetRequiredService<ISettings>().GetAsync<Wish>(Cancel))).Word);
    }

    [Fact]
    public async Task Of_two_editors_with_the_same_version_the_second_is_told()
    {
        Assert.Equal(0, await VersionAsync());
        await SetAsync("first", 0);
        var version = await VersionAsync();
        await SetAsync("second", version);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => SetAsync("third", version));
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => SetAsync("third", 0));
        Assert.Equal("second", (await host.InScopeAsync(Tenant, sp => sp.GetRequiredService<ISettings>().GetAsync<Wish>(Cancel))).Word);
    }

    private Task<int> VersionAsync() => host.InScopeAsync(Tenant, async sp => (await sp.GetRequiredService<ISettings>().ReadAsync<Wish>(Cancel)).Version);

    private Task<int> SetAsync(string word, int? version) => host.InScopeAsync(Tenant, async sp =>
    {
        await sp.GetRequiredService<IUnitOfWork>().RunAsync(c => sp.GetRequiredService<ISettings>().SetAsync(new Wish { Word = word }, version, c), Cancel);
        return 0;
    });

    private sealed record Wish
    {
        public string Word { get; init; } = "";
    }
}
