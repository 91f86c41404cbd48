using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Engines;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>All transactions of a host are on one connection, and one that goes wrong does not take the next with it.</summary>
[Trait("Engine", "Sqlite")]
public sealed class WriterConnectionTests
{
    [Fact]
    public async Task A_scope_reads_its_own_rows_inside_its_transaction_and_others_see_them_after_it_only()
    {
        await using var host = await TestHost.StartAsync(embedded: true);
        await using var scope = host.Services.CreateAsyncScope();
        var (work, house) = (scope.ServiceProvider.GetRequiredService<IUnitOfWork>(), scope.ServiceProvider.GetRequiredService<HouseDbContext>());
        Assert.Equal(0, await CountAsync(house));
        await work.RunAsync(
            async cancel =>
            {
                work.Audit("Planted", "one");
                await house.SaveChangesAsync(cancel);
                Assert.Equal(1, await CountAsync(house));
                Assert.Equal(0, await CountElsewhereAsync(host));
            },
            CancellationToken.None);
        Assert.Equal(1, await CountAsync(house));
        Assert.Equal(1, await CountElsewhereAsync(host));
    }

    [Fact]
    public async Task A_transaction_that_fails_leaves_nothing_behind_and_the_next_one_writes()
    {
        await using var host = await TestHost.StartAsync(embedded: true);
        await using var scope = host.Services.CreateAsyncScope();
        var (work, house) = (scope.ServiceProvider.GetRequiredService<IUnitOfWork>(), scope.ServiceProvider.GetRequiredService<HouseDbContext>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => work.RunAsync(
            async cancel =>
            {
                work.Audit("Planted", "lost");
                await house.SaveChangesAsync(cancel);
                throw new InvalidOperationException("planted");
            },
            CancellationToken.None));
        Assert.Equal(0, await CountAsync(house));
        await WriteAsync(work);
        Assert.Equal(1, await CountAsync(house));
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_nothing_behind_and_the_next_one_writes()
    {
        await using var host = await TestHost.StartAsync(embedded: true);
        SqlSteps.Run(host, "CREATE TABLE Planted (Id INTEGER PRIMARY KEY, Parent INTEGER REFERENCES Planted (Id) DEFERRABLE INITIALLY DEFERRED)");
        await using var scope = host.Services.CreateAsyncScope();
        var (work, house) = (scope.ServiceProvider.GetRequiredService<IUnitOfWork>(), scope.ServiceProvider.GetRequiredService<HouseDbContext>());
        var told = false;
        await Assert.ThrowsAsync<SqliteException>(() => work.RunAsync(
            async cancel =>
            {
                work.Audit("Planted", "lost");
                work.AfterCommit(() => told = true);
                await using var insert = house.Database.GetDbConnection().CreateCommand();
                insert.CommandText = "INSERT INTO Planted VALUES (1, 99)";
                insert.Transaction = house.Database.CurrentTransaction!.GetDbTransaction();
                await insert.ExecuteNonQueryAsync(cancel);
            },
            CancellationToken.None));
        Assert.False(told);
        Assert.Equal(0, await CountAsync(house));
        await WriteAsync(work);
        Assert.False(told);
        Assert.Equal(1, await CountElsewhereAsync(host));
    }

    [Fact]
    public async Task What_follows_a_commit_is_done_also_when_another_part_of_it_fails()
    {
        await using var host = await TestHost.StartAsync(embedded: true);
        await using var scope = host.Services.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        var told = 0;
        work.AfterCommit(() => throw new InvalidOperationException("planted"));
        work.AfterCommit(() => told++);
        await WriteAsync(work);
        await WriteAsync(work);
        Assert.Equal(1, told);
        Assert.Equal(2, await CountElsewhereAsync(host));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_a_failure_closed_or_left_in_a_transaction_is_replaced(bool closed)
    {
        await using var host = await TestHost.StartAsync(embedded: true);
        var connections = host.Services.GetRequiredService<SqliteConnections>();
        var writer = connections.TakeWriter();
        if (closed)
        {
            await writer.CloseAsync();
        }
        else
        {
            using var begin = writer.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();
        }

        connections.GiveBackWriter(writer);
        var next = connections.TakeWriter();
        Assert.NotSame(writer, next);
        connections.GiveBackWriter(next);

        await using var scope = host.Services.CreateAsyncScope();
        await WriteAsync(scope.ServiceProvider.GetRequiredService<IUnitOfWork>());
        Assert.Equal(1, await CountElsewhereAsync(host));
    }

    private static Task WriteAsync(IUnitOfWork work) => work.RunAsync(
        _ =>
        {
            work.Audit("Planted", "one");
            return Task.CompletedTask;
        },
        CancellationToken.None);

    private static Task<int> CountAsync(HouseDbContext house) => house.Audit.CountAsync(a => a.Action == "Planted");

    private static async Task<int> CountElsewhereAsync(TestHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await CountAsync(scope.ServiceProvider.GetRequiredService<HouseDbContext>());
    }
}
