using System.Data.Common;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>
/// One table as the model has it, and the rows of the scope's member in it. A row is the values of its columns, in the order of their names, as every engine has them: words for enums,
/// instants as UTC. They do not pass through entities, so nothing is stamped, audited or published anew.
/// </summary>
internal sealed class ArchiveTable
{
    private const int MostValues = 600;     // of one statement; SQL Server takes 2,100, and SQLite looks each up among all
    private static readonly MethodInfo Get = typeof(ArchiveTable).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly ModuleDbContext context;
    private readonly Column[] columns;
    private readonly string quoted;
    private readonly string mine;

    public ArchiveTable(ModuleDbContext context, ITable table)
    {
        this.context = context;
        Name = table.Name;
        IsMembers = table.EntityTypeMappings.Any(m => typeof(ITenantOwned).IsAssignableFrom(m.TypeBase.ClrType));
        var (sql, mappings) = (context.GetService<ISqlGenerationHelper>(), context.GetService<IRelationalTypeMappingSource>());
        // Rows that refer to others of their own table, which may come later, get that afterwards.
        var late = table.ForeignKeyConstraints.Where(f => f.PrincipalTable == table).SelectMany(f => f.Columns).Where(c => c.IsNullable).ToHashSet();
        quoted = sql.DelimitIdentifier(Name);
        mine = IsMembers ? $" WHERE {sql.DelimitIdentifier(nameof(ITenantOwned.TenantId))} = " : "";
        columns =
        [
            .. table.Columns.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new Column(
                sql.DelimitIdentifier(c.Name),
                c.StoreTypeMapping.Converter is null ? c.StoreTypeMapping : mappings.FindMapping(c.ProviderClrType, c.StoreType) ?? throw new InvalidOperationException($"{Name}.{c.Name} cannot be written as {c.StoreType}."),
                Get.MakeGenericMethod(c.ProviderClrType).CreateDelegate<Func<DbDataReader, int, object>>(),
                table.PrimaryKey!.Columns.Contains(c),
                late.Contains(c))),
        ];
    }

    public string Name { get; }

    /// <summary>Whether its rows are members' own; else they belong to no member.</summary>
    public bool IsMembers { get; }

    /// <summary>Reads the rows one by one, in no order.</summary>
    public async IAsyncEnumerable<object?[]> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        // By EF, so that a server is told first whose statement it is.
        var command = context.GetService<IRawSqlCommandBuilder>().Build(
            $"SELECT {string.Join(", ", columns.Select(c => c.Quoted))} FROM {quoted}{(IsMembers ? mine + "{0}" : "")}", IsMembers ? [context.Tenant] : []);
        await using var reader = await command.RelationalCommand.ExecuteReaderAsync(
            new RelationalCommandParameterObject(context.GetService<IRelationalConnection>(), command.ParameterValues, null, context, context.GetService<IRelationalCommandDiagnosticsLogger>()), cancel);
        while (await reader.ReadAsync(cancel))
        {
            var row = new object?[columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.DbDataReader.IsDBNull(i) ? null : Neutral(columns[i].Get(reader.DbDataReader, i));
            }

            yield return row;
        }
    }

    /// <summary>Within a transaction. Writes the same table's rows of another database, and tells how many more are written.</summary>
    public async Task CopyAsync(ArchiveTable from, Action<int> written, CancellationToken cancel)
    {
        await using var insert = Command();
        await foreach (var rows in from.ReadAsync(cancel).Chunk(Math.Max(1, MostValues / columns.Length)).WithCancellation(cancel))
        {
            var text = $"INSERT INTO {quoted} ({string.Join(", ", columns.Select(c => c.Quoted))}) VALUES {string.Join(", ", rows.Select((_, row) => $"({string.Join(", ", columns.Select((_, i) => $"@p{(row * columns.Length) + i}"))})"))}";
            await RunAsync(insert, text, rows.SelectMany(row => row.Select((value, i) => (columns[i].Mapping, columns[i].IsLate ? null : value))), cancel);
            written(rows.Length);
        }

        var (late, key) = (columns.Index().Where(c => c.Item.IsLate).ToArray(), columns.Index().Where(c => c.Item.IsKey).ToArray());
        await foreach (var row in late.Length == 0 ? AsyncEnumerable.Empty<object?[]>() : from.ReadAsync(cancel).Where(row => late.Any(c => row[c.Index] is not null)))
        {
            var text = $"UPDATE {quoted} SET {string.Join(", ", late.Select((c, i) => $"{c.Item.Quoted} = @p{i}"))} WHERE {string.Join(" AND ", key.Select((c, i) => $"{c.Item.Quoted} = @p{late.Length + i}"))}";
            await RunAsync(insert, text, late.Concat(key).Select(c => (c.Item.Mapping, row[c.Index])), cancel);
        }
    }

    /// <summary>Within a transaction.</summary>
    public async Task DeleteAsync(CancellationToken cancel)
    {
        await using var delete = Command();
        await RunAsync(delete, $"DELETE FROM {quoted}{(IsMembers ? mine + "@p0" : "")}", IsMembers ? [(context.GetService<IRelationalTypeMappingSource>().FindMapping(typeof(Guid))!, context.Tenant)] : [], cancel);
    }

    private DbCommand Command()
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandTimeout = 0;
        return command;
    }

    private static async Task RunAsync(DbCommand command, string text, IEnumerable<(RelationalTypeMapping Mapping, object? Value)> values, CancellationToken cancel)
    {
        command.Parameters.Clear();
#pragma warning disable CA2100 // Names come from the model, and values are parameters.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (i, (mapping, value)) in values.Index())
        {
            command.Parameters.Add(mapping.CreateParameter(command, $"@p{i}", value, nullable: true));
        }

        await command.ExecuteNonQueryAsync(cancel);
    }

    private static object Read<T>(DbDataReader reader, int i)
        where T : notnull => reader.GetFieldValue<T>(i);

    // What was written before instants were kept to the microsecond (see ModuleModel) is not the same on every engine. SQLite does not say that they are UTC.
    private static object Neutral(object value) => value is DateTime at ? DateTime.SpecifyKind(ModuleModel.Kept(at), DateTimeKind.Utc) : value;

    private sealed record Column(string Quoted, RelationalTypeMapping Mapping, Func<DbDataReader, int, object> Get, bool IsKey, bool IsLate);
}
