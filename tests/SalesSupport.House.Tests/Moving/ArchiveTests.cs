using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Host.Moving;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests.Moving;

/// <summary>What the archive holds, and how it tells rows apart.</summary>
[Trait("Bar", "engines")]
public sealed class ArchiveTests
{
    [Fact]
    public async Task Every_table_of_the_database_is_in_the_archive_and_one_that_is_not_is_named()
    {
        await using var host = await TestHost.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var (database, archive) = (host.Services.GetRequiredService<IDatabaseStart>(), scope.ServiceProvider.GetRequiredService<MemberArchive>());
        await using var turn = await database.EnterAsync(CancellationToken.None);
        // By its own list; what EF Core keeps of migrations and Quartz of its plan each database writes itself.
        var tables = (await database.TablesAsync(CancellationToken.None)).Where(t => !t.EndsWith("_Migrations", StringComparison.Ordinal) && t != "__EFMigrationsLock" && t != MemberArchive.Keys && !t.StartsWith(JobStore.TablePrefix, StringComparison.Ordinal)).ToArray();
        Assert.InRange(tables.Length, 25, 500);
        Assert.Equal(tables.Order(StringComparer.Ordinal), archive.Tables.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.Empty(await LeftBehindAsync());

        foreach (var planted in new[] { "Customers_Forgotten", "Deals_Migrations", "Deals_Deals" })
        {
            await database.RunAsync($"CREATE TABLE \"{planted}\" (\"Id\" int)", CancellationToken.None);
        }

        Assert.Equal(["Customers_Forgotten", "Deals_Deals", "Deals_Migrations"], (await LeftBehindAsync()).Order(StringComparer.Ordinal));

        async Task<IEnumerable<string>> LeftBehindAsync() => MoveVerb.LeftBehind(archive, scope.ServiceProvider.GetServices<ModuleDbContext>(), await database.TablesAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_table_stands_after_those_that_it_refers_to_and_what_belongs_to_no_member_stands_first()
    {
        await using var host = await TestHost.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var order = scope.ServiceProvider.GetRequiredService<MemberArchive>().Tables.Select(t => t.Name).ToList();
        var keys = scope.ServiceProvider.GetServices<ModuleDbContext>().SelectMany(c => c.Model.GetEntityTypes()).SelectMany(e => e.GetForeignKeys())
            .Select(k => (From: k.DeclaringEntityType.GetTableName()!, To: k.PrincipalEntityType.GetTableName()!)).ToArray();
        Assert.InRange(keys.Length, 15, 500);
        Assert.All(keys, k => Assert.True(k.From == k.To || order.IndexOf(k.To) < order.IndexOf(k.From), $"{k.From} stands before {k.To}"));
        Assert.Contains(keys, k => k.From == k.To);
        Assert.True(order.IndexOf("House_Operators") < order.IndexOf("House_Audit"));
    }

    [Fact]
    public async Task Instants_are_kept_to_the_microsecond_on_every_engine()
    {
        await using var host = await TestHost.StartAsync();
        var at = new DateTimeOffset(2026, 11, 20, 1, 2, 3, TimeSpan.Zero).AddTicks(1234567);
        await host.InScopeAsync(Guid.Empty, async services =>
        {
            var house = services.GetRequiredService<HouseDbContext>();
            house.OperatorSessions.Add(new OperatorSession { OperatorId = (await house.Operators.SingleAsync()).Id, SignedOnAt = at });
            return await house.SaveChangesAsync();
        });
        var found = await host.InScopeAsync(Guid.Empty, services => services.GetRequiredService<HouseDbContext>().OperatorSessions.AsNoTracking().Where(s => s.SignedOnAt == at).ToListAsync());
        Assert.Equal(at.AddTicks(-7), Assert.Single(found).SignedOnAt);
    }

    [Fact]
    public void Rows_in_another_order_are_the_same_and_any_other_value_is_not()
    {
        var at = new DateTime(2026, 11, 20, 1, 2, 3, DateTimeKind.Utc);
        object?[][] rows = [[1, "a", "b", null, at, 1.50m], [2, "", "😀", new byte[] { 1 }, null, null], [3, "1:a", "", Guid.Empty, new DateOnly(2026, 11, 20), new TimeOnly(1, 2, 3)]];
        var print = Print(rows);
        Assert.Equal(3, print.Rows);
        Assert.Equal(print, Print(rows.Reverse()));
        Assert.Equal(print, Print([[1, "a", "b", null, at, 1.5m], .. rows[1..]]));
        object?[][] others =
        [
            [1, "b", "a", null, at, 1.50m], [1, "ab", "", null, at, 1.50m], [1, "a", "b", "", at, 1.50m], [1, "a", "b", null, at.AddMicroseconds(1), 1.50m], [1, "a", "b", null, at, 1.51m], [1, "a", "b ", null, at, 1.50m],
        ];
        Assert.All(others, other => Assert.NotEqual(print, Print([other, .. rows[1..]])));
        Assert.NotEqual(print, Print(rows[1..]));
        Assert.NotEqual(print, Print([rows[0], .. rows]));
    }

    private static TablePrint Print(IEnumerable<object?[]> rows) => rows.Aggregate(default(TablePrint), (print, row) => print.With(row));
}
