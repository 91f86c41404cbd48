using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace SalesSupport.House.Tests.Schemas;

/// <summary>What a script of migrations makes on SQL Server, found by replaying its statements: a stand-in for the server where there is none. A statement that it does not know is a fault, never passed over.</summary>
internal sealed class SqlServerScript
{
    private readonly Dictionary<string, Table> tables = new(StringComparer.Ordinal);

    /// <summary>Replays a script after those before it.</summary>
    /// <exception cref="InvalidOperationException">It is no T-SQL, or does what nobody has thought of here.</exception>
    public void Run(string script)
    {
        using var reader = new StringReader(script);
        var parsed = (TSqlScript)new TSql160Parser(true).Parse(reader, out var errors);
        if (errors.Count > 0)
        {
            throw new InvalidOperationException($"{errors[0].Line}: {errors[0].Message}");
        }

        foreach (var statement in parsed.Batches.SelectMany(b => b.Statements))
        {
            Run(statement);
        }
    }

    /// <summary>What there is now, without the tables of migrations.</summary>
    public Schema Made()
    {
        var schema = new Schema();
        foreach (var (name, table) in tables.Where(t => !t.Key.EndsWith("_Migrations", StringComparison.Ordinal)))
        {
            foreach (var (column, (type, nullable)) in table.Columns)
            {
                schema.Column(name, column, type, nullable);
            }

            schema.Key(name, table.Key);
            foreach (var (index, made) in table.Indexes)
            {
                schema.Index(name, index, made.Unique, made.Columns, made.Filter);
            }

            foreach (var key in table.ForeignKeys.Values)
            {
                schema.ForeignKey(name, key.Columns, key.Principal, key.Keys, key.OnDelete);
            }
        }

        return schema;
    }

    private void Run(TSqlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement create:
                var table = tables[Name(create.SchemaObjectName)] = new Table();
                Define(table, create.Definition);
                break;
            case DropTableStatement drop:
                drop.Objects.ToList().ForEach(o => tables.Remove(Name(o)));
                break;
            case AlterTableAddTableElementStatement add:
                Define(Of(add.SchemaObjectName), add.Definition);
                break;
            case AlterTableAlterColumnStatement alter:
                Of(alter.SchemaObjectName).Columns[alter.ColumnIdentifier.Value] = (Type(alter.DataType), alter.AlterTableAlterColumnOption != AlterTableAlterColumnOption.NotNull);
                break;
            case AlterTableDropTableElementStatement drop:
                foreach (var element in drop.AlterTableDropTableElements)
                {
                    Drop(Of(drop.SchemaObjectName), element);
                }

                break;
            case CreateIndexStatement index:
                Of(index.OnName).Indexes[index.Name.Value] = new Index(index.Unique, [.. index.Columns.Select(c => (c.Column.MultiPartIdentifier.Identifiers[^1].Value, c.SortOrder == SortOrder.Descending))], index.FilterPredicate is { } filter ? Text(filter) : null);
                break;
            case DropIndexStatement drop:
                foreach (var clause in drop.DropIndexClauses.Cast<DropIndexClause>())
                {
                    Removed(Of(clause.Object).Indexes.Remove(clause.Index.Value), clause.Index.Value);
                }

                break;
            case ExecuteStatement { ExecuteSpecification.ExecutableEntity: ExecutableProcedureReference { ProcedureReference.ProcedureReference.Name.BaseIdentifier.Value: "sp_rename" } rename }:
                string[] said = [.. rename.Parameters.Select(p => ((StringLiteral)p.ParameterValue).Value)];
                Rename(said[0].Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.'), said[1], said[2]);
                break;
            case IfStatement { ThenStatement: BeginEndBlockStatement block }:       // the table of migrations, when there is none
                block.StatementList.Statements.ToList().ForEach(Run);
                break;
            // What EF Core puts before it drops or alters a column: whatever default it has is dropped, and no column of ours has one.
            case DeclareVariableStatement or SelectStatement or IfStatement { ThenStatement: ExecuteStatement }:
            case BeginTransactionStatement or CommitTransactionStatement or InsertStatement:
                break;
            default:
                throw new InvalidOperationException($"Nobody has said what {statement.GetType().Name} does: {Text(statement)}");
        }
    }

    private void Rename(string[] old, string name, string kind)
    {
        var table = old[^1];
        if (kind == "OBJECT")
        {
            tables.Remove(table, out var renamed);
            tables[name] = renamed!;
            foreach (var (key, foreign) in tables.Values.SelectMany(t => t.ForeignKeys.Where(f => f.Value.Principal == table).Select(f => (f.Key, t))).ToArray())
            {
                foreign.ForeignKeys[key] = foreign.ForeignKeys[key] with { Principal = name };
            }

            return;
        }

        var owner = tables[old[^2]];
        if (kind == "INDEX")
        {
            Removed(owner.Indexes.Remove(old[^1], out var index), old[^1]);
            owner.Indexes[name] = index!;
            return;
        }

        Removed(owner.Columns.Remove(old[^1], out var column), old[^1]);
        owner.Columns[name] = column;
        string Now(string c) => c == old[^1] ? name : c;
        owner.Key = [.. owner.Key.Select(Now)];
        foreach (var (key, made) in owner.Indexes.ToArray())
        {
            owner.Indexes[key] = made with { Columns = [.. made.Columns.Select(c => (Now(c.Name), c.Descending))] };
        }

        foreach (var (holder, key, foreign) in tables.SelectMany(t => t.Value.ForeignKeys.Select(f => (t, f.Key, f.Value))).ToArray())
        {
            holder.Value.ForeignKeys[key] = foreign with
            {
                Columns = holder.Key == old[^2] ? [.. foreign.Columns.Select(Now)] : foreign.Columns,
                Keys = foreign.Principal == old[^2] ? [.. foreign.Keys.Select(Now)] : foreign.Keys,
            };
        }
    }

    private static void Define(Table table, TableDefinition definition)
    {
        foreach (var column in definition.ColumnDefinitions)
        {
            table.Columns[column.ColumnIdentifier.Value] = (Type(column.DataType), !column.Constraints.OfType<NullableConstraintDefinition>().Any(c => !c.Nullable));
        }

        foreach (var constraint in definition.TableConstraints)
        {
            switch (constraint)
            {
                case UniqueConstraintDefinition { IsPrimaryKey: true } key:
                    table.Key = [.. key.Columns.Select(c => c.Column.MultiPartIdentifier.Identifiers[^1].Value)];
                    break;
                case ForeignKeyConstraintDefinition foreign:
                    table.ForeignKeys[foreign.ConstraintIdentifier.Value] = new ForeignKey([.. foreign.Columns.Select(c => c.Value)], Name(foreign.ReferenceTableName), [.. foreign.ReferencedTableColumns.Select(c => c.Value)], foreign.DeleteAction switch
                    {
                        DeleteUpdateAction.Cascade => "CASCADE",
                        DeleteUpdateAction.SetNull => "SET NULL",
                        _ => "NO ACTION",
                    });
                    break;
                default:
                    throw new InvalidOperationException($"Nobody has said what {constraint.GetType().Name} does: {Text(constraint)}");
            }
        }
    }

    private static void Drop(Table table, AlterTableDropTableElement element)
    {
        var name = element.Name.Value;
        switch (element.TableElementType)
        {
            case TableElementType.Column:
                Removed(table.Columns.Remove(name), name);
                break;
            case TableElementType.Constraint when table.ForeignKeys.Remove(name):
                break;
            case TableElementType.Constraint when name.StartsWith("PK_", StringComparison.Ordinal):
                table.Key = [];
                break;
            default:
                throw new InvalidOperationException($"Nobody has said how {name} is dropped.");
        }
    }

    private static void Removed(bool was, string name)
    {
        if (!was)
        {
            throw new InvalidOperationException($"There is no {name} to drop or rename.");
        }
    }

    private Table Of(SchemaObjectName name) => tables.TryGetValue(Name(name), out var table) ? table : throw new InvalidOperationException($"There is no table {Name(name)}.");

    private static string Name(SchemaObjectName name) => name.BaseIdentifier.Value;

    private static string Type(DataTypeReference type) =>
        type is SqlDataTypeReference { Parameters: { Count: > 0 } given } ? $"{type.Name.BaseIdentifier.Value}({string.Join(",", given.Select(p => p.Value))})" : type.Name.BaseIdentifier.Value;

    private static string Text(TSqlFragment part) => string.Concat(part.ScriptTokenStream.Skip(part.FirstTokenIndex).Take(part.LastTokenIndex - part.FirstTokenIndex + 1).Select(t => t.Text));

    private sealed class Table
    {
        public Dictionary<string, (string Type, bool Nullable)> Columns { get; } = new(StringComparer.Ordinal);

        public IReadOnlyList<string> Key { get; set; } = [];

        public Dictionary<string, Index> Indexes { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, ForeignKey> ForeignKeys { get; } = new(StringComparer.Ordinal);
    }

    private sealed record Index(bool Unique, IReadOnlyList<(string Name, bool Descending)> Columns, string? Filter);

    private sealed record ForeignKey(IReadOnlyList<string> Columns, string Principal, IReadOnlyList<string> Keys, string OnDelete);
}
