using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

[Trait("Bar", "main-job")]
[Requirement("R51")]
public sealed class TenantWallTests : IAsyncLifetime
{
    private static readonly Guid Mine = TenantScope.IdOf("portal", "mine");
    private static readonly Guid Theirs = TenantScope.IdOf("portal", "theirs");
    private TestHost host = null!;
    private Guid theirSetting;

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync();
        theirSetting = await host.InScopeAsync(Theirs, async sp =>
        {
            var house = sp.GetRequiredService<HouseDbContext>();
            var row = new MemberSetting { Name = "Theirs", Value = "secret" };
            house.Settings.Add(row);
            await house.SaveChangesAsync();
            return row.Id;
        });
    }

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_query_finds_no_row_of_another_member() =>
        Assert.Empty(await InMineAsync(house => house.Settings.ToListAsync()));

    [Fact]
    public async Task Without_a_member_nothing_is_found() =>
        Assert.Empty(await host.InScopeAsync(Guid.Empty, sp => sp.GetRequiredService<HouseDbContext>().Settings.ToListAsync()));

    [Fact]
    public async Task Without_a_member_nothing_can_be_saved() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.InScopeAsync(Guid.Empty, sp => SaveAsync(sp, new MemberSetting { Name = "Nobody's" })));

    [Fact]
    public async Task A_stub_of_anothers_row_cannot_be_deleted()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => InMineAsync(async house =>
        {
            var stub = new MemberSetting { Id = theirSetting, Name = "Theirs" };
            house.Entry(stub).Property(s => s.TenantId).CurrentValue = Theirs;
            house.Remove(stub);
            return await house.SaveChangesAsync();
        }));
        await StillThereAsync();
    }

    [Fact]
    public async Task A_row_cannot_be_attached_and_changed_across_members()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => InMineAsync(async house =>
        {
            var stub = new MemberSetting { Id = theirSetting, Name = "Theirs", Value = "stolen" };
            house.Entry(stub).Property(s => s.TenantId).CurrentValue = Theirs;
            house.Update(stub);
            return await house.SaveChangesAsync();
        }));
        await StillThereAsync();
    }

    [Fact]
    public async Task A_row_cannot_be_made_for_another_member() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => InMineAsync(async house =>
        {
            var row = new MemberSetting { Name = "Planted" };
            house.Settings.Add(row);
            house.Entry(row).Property(s => s.TenantId).CurrentValue = Theirs;
            return await house.SaveChangesAsync();
        }));

    [Fact]
    public async Task A_bulk_statement_outside_the_unit_of_work_is_caught()
    {
        var caught = await Assert.ThrowsAsync<InvalidOperationException>(() => host.InScopeAsync(Theirs, sp => sp.GetRequiredService<HouseDbContext>().Settings.ExecuteDeleteAsync()));
        Assert.Contains("outside the unit of work", caught.Message, StringComparison.Ordinal);
        await StillThereAsync();
        await host.InScopeAsync(Theirs, async sp =>
        {
            await sp.GetRequiredService<IUnitOfWork>().RunAsync(c => sp.GetRequiredService<HouseDbContext>().Settings.ExecuteDeleteAsync(c), CancellationToken.None);
            return 0;
        });
        Assert.Empty(await host.InScopeAsync(Theirs, sp => sp.GetRequiredService<HouseDbContext>().Settings.ToListAsync()));
    }

    [Fact]
    public void A_scope_cannot_change_its_member()
    {
        var scope = new TenantScope();
        scope.Enter(Mine);
        scope.Enter(Mine);
        Assert.Throws<InvalidOperationException>(() => scope.Enter(Theirs));
    }

    private static async Task<int> SaveAsync(IServiceProvider services, MemberSetting row)
    {
        var house = services.GetRequiredService<HouseDbContext>();
        house.Settings.Add(row);
        return await house.SaveChangesAsync();
    }

    private Task<T> InMineAsync<T>(Func<HouseDbContext, Task<T>> work) => host.InScopeAsync(Mine, sp => work(sp.GetRequiredService<HouseDbContext>()));

    private async Task StillThereAsync() =>
        Assert.Equal("secret", await host.InScopeAsync(Theirs, sp => sp.GetRequiredService<HouseDbContext>().Settings.Select(s => s.Value).SingleAsync()));
}
