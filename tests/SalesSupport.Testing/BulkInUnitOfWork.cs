using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace SalesSupport.Testing;

/// <summary>
/// <c>ExecuteUpdate</c> and <c>ExecuteDelete</c> skip facts, audit and the writer's turn, so they belong inside the unit of work. Every test's host refuses one outside it;
/// in production the check would cost each page something and catch nothing more.
/// </summary>
internal sealed class BulkInUnitOfWork : DbCommandInterceptor
{
    public static void Watch(IServiceCollection services, Type context) =>
        typeof(BulkInUnitOfWork).GetMethod(nameof(WatchOne), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(context).Invoke(null, [services]);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.CommandSource is CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete && command.Transaction is null)
        {
            throw new InvalidOperationException($"A bulk statement outside the unit of work: {command.CommandText}");
        }

        return ValueTask.FromResult(result);
    }

    private static void WatchOne<T>(IServiceCollection services)
        where T : DbContext => services.ConfigureDbContext<T>(o => o.AddInterceptors(new BulkInUnitOfWork()));
}
