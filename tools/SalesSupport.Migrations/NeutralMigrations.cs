using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace SalesSupport.Migrations;

/// <summary>Writes one set of migrations for all engines: column types are left out, so that each provider chooses its own from the CLR type, length and precision.</summary>
internal sealed partial class NeutralMigrations(MigrationsCodeGeneratorDependencies all, CSharpMigrationsGeneratorDependencies csharp) : CSharpMigrationsGenerator(all, csharp)
{
    public override string GenerateMigration(string? migrationNamespace, string migrationName, IReadOnlyList<MigrationOperation> upOperations, IReadOnlyList<MigrationOperation> downOperations)
    {
        foreach (var column in upOperations.Concat(downOperations).SelectMany(Columns))
        {
            column.ColumnType = null;
        }

        return Strip(base.GenerateMigration(migrationNamespace, migrationName, upOperations, downOperations)).Replace("public partial class", "internal sealed partial class", StringComparison.Ordinal);
    }

    public override string GenerateMetadata(string? migrationNamespace, Type contextType, string migrationName, string migrationId, IModel targetModel) =>
        Strip(base.GenerateMetadata(migrationNamespace, contextType, migrationName, migrationId, targetModel));

    public override string GenerateSnapshot(string? modelSnapshotNamespace, Type contextType, string modelSnapshotName, IModel model) =>
        Strip(base.GenerateSnapshot(modelSnapshotNamespace, contextType, modelSnapshotName, model)).Replace("    partial class", "    internal sealed partial class", StringComparison.Ordinal);

    private static IEnumerable<ColumnOperation> Columns(MigrationOperation operation) => operation switch
    {
        CreateTableOperation table => table.Columns,
        AlterColumnOperation alter => [alter, alter.OldColumn],
        ColumnOperation column => [column],
        _ => [],
    };

    private static string Strip(string code) => ProviderCalls().Replace(code, "");

    [GeneratedRegex("""\s*\.HasColumnType\("[^"]*"\)|\s*SqlServer\w+Extensions\.[^;]*;""")]
    private static partial Regex ProviderCalls();
}
