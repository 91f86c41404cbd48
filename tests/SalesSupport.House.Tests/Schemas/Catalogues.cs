using System.Data.Common;
using Microsoft.EntityFrameworkCore.Metadata;

namespace SalesSupport.House.Tests.Schemas;

/// <summary>Reads a schema from where it stands: EF Core's model, a file's or a server's own catalogue.</summary>
internal static class Catalogues
{
    /// <summary>What the models say.</summary>
    public static void Add(this Schema schema, IRelationalModel model)
    {
        foreach (var table in model.Tables)
        {
            foreach (var column in table.Columns)
            {
                schema.Column(table.Name, column.Name, column.StoreType, column.IsNullable);
            }

            schema.Key(table.Name, table.PrimaryKey!.Columns.Select(c => c.Name));
            foreach (var index in table.Indexes)
            {
                // None said means all ascending, an empty list all descending.
                schema.Index(table.Name, index.Name, index.IsUnique, index.Columns.Select((c, i) => (c.Name, index.IsDescending is { } down && (down.Count == 0 || down[i]))), index.Filter);
            }

            foreach (var key in table.ForeignKeyConstraints)
            {
                schema.ForeignKey(table.Name, key.Columns.Select(c => c.Name), key.PrincipalTable.Name, key.PrincipalColumns.Select(c => c.Name), key.OnDeleteAction switch
                {
                    Microsoft.EntityFrameworkCore.Migrations.ReferentialAction.SetNull => "SET NULL",
                    Microsoft.EntityFrameworkCore.Migrations.ReferentialAction.Cascade => "CASCADE",
                    _ => "NO ACTION",
                });
            }
        }
    }

    /// <summary>Of the open SQLite database, without the tables of migrations.</summary>
    public static async Task<Schema> OfSqliteAsync(DbConnection connection)
    {
        var schema = new Schema();
        foreach (var table in await RowsAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '%\\_Migrations' ESCAPE '\\' AND name <> '__EFMigrationsLock'"))
        {
            var columns = await RowsAsync(connection, $"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{table[0]}')");
            foreach (var column in columns)
            {
                schema.Column(table[0], column[0], column[1], column[2] == "0");
            }

            schema.Key(table[0], columns.Where(c => c[3] != "0").OrderBy(c => int.Parse(c[3], System.Globalization.CultureInfo.InvariantCulture)).Select(c => c[0]));
            foreach (var index in await RowsAsync(connection, $"SELECT l.name, l.\"unique\", coalesce(substr(m.sql, nullif(instr(m.sql, ' WHERE '), 0) + 7), '') FROM pragma_index_list('{table[0]}') l JOIN sqlite_master m ON m.name = l.name WHERE l.origin = 'c'"))
            {
                var parts = await RowsAsync(connection, $"SELECT name, desc FROM pragma_index_xinfo('{index[0]}') WHERE key = 1 ORDER BY seqno");
                schema.Index(table[0], index[0], index[1] == "1", parts.Select(p => (p[0], p[1] == "1")), index[2].Length == 0 ? null : index[2]);
            }

            foreach (var key in (await RowsAsync(connection, $"SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list('{table[0]}') ORDER BY id, seq")).GroupBy(r => r[0]))
            {
                schema.ForeignKey(table[0], key.Select(k => k[2]), key.First()[1], key.Select(k => k[3]), key.First()[4]);
            }
        }

        return schema;
    }

    /// <summary>Of the open PostgreSQL database, without the tables of migrations.</summary>
    public static Task<Schema> OfPostgreSqlAsync(DbConnection connection)
    {
        const string Tables = "pg_class t JOIN pg_namespace s ON s.oid = t.relnamespace AND s.nspname = current_schema() AND t.relkind = 'r' AND t.relname NOT LIKE '%\\_Migrations'";
        return OfServerAsync(
            connection,
            $"SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 0 ELSE 1 END FROM {Tables} JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped",
            $"""
            SELECT t.relname, i.relname, CASE WHEN x.indisprimary THEN 1 ELSE 0 END, CASE WHEN x.indisunique THEN 1 ELSE 0 END, coalesce(pg_get_expr(x.indpred, x.indrelid), ''), a.attname, x.indoption[k.n - 1] & 1
            FROM {Tables} JOIN pg_index x ON x.indrelid = t.oid JOIN pg_class i ON i.oid = x.indexrelid CROSS JOIN LATERAL generate_series(1, x.indnkeyatts) AS k(n)
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[k.n - 1] ORDER BY 1, 2, k.n
            """,
            $"""
            SELECT t.relname, f.conname, p.relname, CASE f.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'NO ACTION' END, a.attname, b.attname
            FROM {Tables} JOIN pg_constraint f ON f.conrelid = t.oid AND f.contype = 'f' JOIN pg_class p ON p.oid = f.confrelid CROSS JOIN LATERAL generate_series(1, cardinality(f.conkey)) AS k(n)
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = f.conkey[k.n] JOIN pg_attribute b ON b.attrelid = p.oid AND b.attnum = f.confkey[k.n] ORDER BY 1, 2, k.n
            """);
    }

    /// <summary>Of the open SQL Server database, without the tables of migrations.</summary>
    public static Task<Schema> OfSqlServerAsync(DbConnection connection) => OfServerAsync(connection, SqlServer[0], SqlServer[1], SqlServer[2]);

    /// <summary>What SQL Server's catalogue is asked.</summary>
    public static IReadOnlyList<string> SqlServer { get; } =
    [
        """
        SELECT t.name, c.name, y.name + CASE WHEN y.name = 'nvarchar' AND c.max_length > 0 THEN '(' + CAST(c.max_length / 2 AS varchar(10)) + ')' WHEN y.name IN ('nvarchar', 'varbinary') THEN '(max)' ELSE '' END, CAST(c.is_nullable AS int)
        FROM sys.tables t JOIN sys.columns c ON c.object_id = t.object_id JOIN sys.types y ON y.user_type_id = c.user_type_id WHERE t.name NOT LIKE '%[_]Migrations'
        """,
        """
        SELECT t.name, i.name, CAST(i.is_primary_key AS int), CAST(i.is_unique AS int), COALESCE(i.filter_definition, ''), c.name, CAST(k.is_descending_key AS int)
        FROM sys.tables t JOIN sys.indexes i ON i.object_id = t.object_id JOIN sys.index_columns k ON k.object_id = t.object_id AND k.index_id = i.index_id AND k.is_included_column = 0
        JOIN sys.columns c ON c.object_id = t.object_id AND c.column_id = k.column_id WHERE t.name NOT LIKE '%[_]Migrations' ORDER BY t.name, i.name, k.key_ordinal
        """,
        """
        SELECT t.name, f.name, p.name, CASE f.delete_referential_action WHEN 1 THEN 'CASCADE' WHEN 2 THEN 'SET NULL' ELSE 'NO ACTION' END, a.name, b.name
        FROM sys.tables t JOIN sys.foreign_keys f ON f.parent_object_id = t.object_id JOIN sys.tables p ON p.object_id = f.referenced_object_id JOIN sys.foreign_key_columns k ON k.constraint_object_id = f.object_id
        JOIN sys.columns a ON a.object_id = t.object_id AND a.column_id = k.parent_column_id JOIN sys.columns b ON b.object_id = p.object_id AND b.column_id = k.referenced_column_id ORDER BY t.name, f.name, k.constraint_column_id
        """,
    ];

    private static async Task<Schema> OfServerAsync(DbConnection connection, string columns, string indexes, string keys)
    {
        var schema = new Schema();
        foreach (var column in await RowsAsync(connection, columns))
        {
            schema.Column(column[0], column[1], column[2], column[3] == "1");
        }

        foreach (var index in (await RowsAsync(connection, indexes)).GroupBy(r => (Table: r[0], Name: r[1])))
        {
            var first = index.First();
            if (first[2] == "1")
            {
                schema.Key(index.Key.Table, index.Select(r => r[5]));
            }
            else
            {
                schema.Index(index.Key.Table, index.Key.Name, first[3] == "1", index.Select(r => (r[5], r[6] == "1")), first[4].Length == 0 ? null : first[4]);
            }
        }

        foreach (var key in (await RowsAsync(connection, keys)).GroupBy(r => (Table: r[0], Name: r[1])))
        {
            schema.ForeignKey(key.Key.Table, key.Select(r => r[4]), key.First()[2], key.Select(r => r[5]), key.First()[3]);
        }

        return schema;
    }

    private static async Task<List<string[]>> RowsAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text, and names from the catalogue.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture)!)]);
        }

        return rows;
    }
}
