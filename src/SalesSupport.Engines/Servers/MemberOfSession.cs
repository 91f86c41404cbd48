using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Engines;

/// <summary>
/// Tells the server before a statement whose it is, when the session does not know it yet: the member of the context that sends it, whose scope cannot change it any more. A statement that
/// says by its first words that it looks across members works for all.
/// </summary>
internal sealed class MemberOfSession(ServerDialect dialect) : DbCommandInterceptor
{
    private readonly ConditionalWeakTable<DbConnection, Member> told = [];

    public void Remember(DbConnection connection, Guid member) => told.AddOrUpdate(connection, new Member(member, false));

    public void Forget(DbConnection connection) => told.Remove(connection);

    /// <summary>Tells it once for all that the connection is ever used for, whatever the context.</summary>
    public async Task FixAsync(DbConnection connection, Guid member, CancellationToken cancel)
    {
        await using var tell = MemberCommand.Of(connection, dialect.EnterMember, member);
        await tell.ExecuteNonQueryAsync(cancel);
        told.AddOrUpdate(connection, new Member(member, true));
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Told(command, eventData, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        ToldAsync(command, eventData, result, cancellationToken);

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => Told(command, eventData, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ToldAsync(command, eventData, result, cancellationToken);

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) => Told(command, eventData, result);

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        ToldAsync(command, eventData, result, cancellationToken);

    private T Told<T>(DbCommand command, CommandEventData asked, T result)
    {
        if (ToTell(command, asked) is { } member)
        {
            using var tell = Before(command, member);
            tell.ExecuteNonQuery();
            Remember(command.Connection!, member);
        }

        return result;
    }

    private async ValueTask<T> ToldAsync<T>(DbCommand command, CommandEventData asked, T result, CancellationToken cancel)
    {
        if (ToTell(command, asked) is { } member)
        {
            await using var tell = Before(command, member);
            await tell.ExecuteNonQueryAsync(cancel);
            Remember(command.Connection!, member);
        }

        return result;
    }

    private DbCommand Before(DbCommand command, Guid member)
    {
        var tell = MemberCommand.Of(command.Connection!, dialect.EnterMember, member);
        tell.Transaction = command.Transaction;
        return tell;
    }

    private Guid? ToTell(DbCommand command, CommandEventData asked)
    {
        if (asked.Context is not ModuleDbContext context || command.Connection is not { } connection)
        {
            return null;
        }

        var member = command.CommandText.StartsWith(ModuleDbContext.AcrossMembers, StringComparison.Ordinal) ? ServerDialect.AllMembers : context.Tenant;
        if (told.TryGetValue(connection, out var known) && (known.Fixed || known.Id == member))
        {
            return null;
        }

        Forget(connection);     // told or not, if telling is broken off
        return member;
    }

    private sealed record Member(Guid Id, bool Fixed);
}
