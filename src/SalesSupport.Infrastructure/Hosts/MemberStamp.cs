using System.Data.Common;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>How often what a member's caches hold has changed. No wall is before it, since it is asked for before anybody knows whose request it is, and it says nothing but a number.</summary>
[NotAudited("it only follows from others")]
internal sealed class MemberStamp
{
    public const string Ask = "SELECT \"Value\" FROM \"House_Stamps\" WHERE \"Id\" = @member";
    public const string Raise = "UPDATE \"House_Stamps\" SET \"Value\" = \"Value\" + 1 WHERE \"Id\" = @member";
    public const string Begin = "INSERT INTO \"House_Stamps\" (\"Id\", \"Value\") VALUES (@member, 1)";

    /// <summary>The member.</summary>
    public required Guid Id { get; init; }

    public long Value { get; init; }

    public static async Task<long> ReadAsync(DbConnection connection, Guid tenant)
    {
        await using var ask = MemberCommand.Of(connection, Ask, tenant);
        return await ask.ExecuteScalarAsync() is long value ? value : 0;
    }

    /// <summary>Within the transaction of the change, whose turn it is: no other of this member runs beside it.</summary>
    public static async Task RaiseAsync(DbTransaction transaction, Guid tenant, CancellationToken cancel)
    {
        await using var raise = MemberCommand.Of(transaction.Connection!, Raise, tenant);
        raise.Transaction = transaction;
        if (await raise.ExecuteNonQueryAsync(cancel) == 0)
        {
            raise.CommandText = Begin;
            await raise.ExecuteNonQueryAsync(cancel);
        }
    }
}
