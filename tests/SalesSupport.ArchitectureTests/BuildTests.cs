using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SalesSupport.ArchitectureTests;

/// <summary>Rules that the build itself holds: a real small build of a project that breaks them must fail, and say why.</summary>
[Trait("Bar", "main-job")]
public sealed partial class BuildTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planted-build-").FullName;

    public BuildTests()
    {
        // As if the project lay in modules/.
        foreach (var kind in new[] { "props", "targets" })
        {
            File.WriteAllText(Path.Combine(folder, $"Directory.Build.{kind}"), $"""<Project><Import Project="{Repository.Root}/modules/Directory.Build.{kind}" /></Project>""");
        }

        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), $"""<Project><Import Project="{Repository.Root}/Directory.Packages.props" /></Project>""");
        foreach (var file in new[] { ".editorconfig", "global.json" })
        {
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(folder, file));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("SalesSupport.Planted", "src/SalesSupport.Infrastructure/SalesSupport.Infrastructure.csproj", "A module references Abstractions and Contracts only, not SalesSupport.Infrastructure.")]
    [InlineData("SalesSupport.Planted", "modules/Customers/SalesSupport.Customers/SalesSupport.Customers.csproj", "A module references Abstractions and Contracts only, not SalesSupport.Customers.")]
    [InlineData("SalesSupport.Planted.Contracts", "modules/Customers/SalesSupport.Customers.Contracts/SalesSupport.Customers.Contracts.csproj", "Contracts reference Abstractions only, not SalesSupport.Customers.Contracts.")]
    public async Task A_forbidden_project_reference_is_a_build_error(string name, string reference, string error)
    {
        var (code, output) = await BuildAsync(name, "", $"""<ProjectReference Include="{Repository.Root}/{reference}" />""");
        Assert.Equal(1, code);
        Assert.Contains(error, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_SQL_the_machines_clock_random_keys_and_open_filters_are_build_errors()
    {
        var (code, output) = await BuildAsync(
            "SalesSupport.Planted",
            """
            using System;
            using System.Linq;
            using Microsoft.EntityFrameworkCore;
            namespace SalesSupport.Planted;
            internal static class Uses
            {
                public static object Key() => Guid.NewGuid();
                public static object Clock() => new object[] { DateTime.Now, DateTime.UtcNow, DateTime.Today, DateTimeOffset.Now, DateTimeOffset.UtcNow };
                public static object Filters(IQueryable<object> rows) => rows.IgnoreQueryFilters();
                public static object Tenant(IQueryable<object> rows) => rows.IgnoreQueryFilters(["Tenant"]);
                public static object[] Read(DbContext db, DbSet<object> rows, string sql) => [rows.FromSql($"x"), rows.FromSqlRaw(sql), rows.FromSqlInterpolated($"x"), db.Database.SqlQuery<int>($"x"), db.Database.SqlQueryRaw<int>(sql)];
                public static object[] Write(DbContext db, string sql) => [db.Database.ExecuteSql($"x"), db.Database.ExecuteSqlAsync($"x"), db.Database.ExecuteSqlInterpolated($"x"), db.Database.ExecuteSqlInterpolatedAsync($"x")];
                public static object[] Raw(DbContext db, string sql, object[] all, System.Collections.Generic.IEnumerable<object> some) => [db.Database.ExecuteSqlRaw(sql, all), db.Database.ExecuteSqlRaw(sql, some), db.Database.ExecuteSqlRawAsync(sql), db.Database.ExecuteSqlRawAsync(sql, all), db.Database.ExecuteSqlRawAsync(sql, some)];
                public static object[] Model(ModelBuilder model) => [model.Entity<object>().ToSqlQuery("x"), model.Entity("x").ToSqlQuery("x")];
                public static object Connection(DbContext db) => db.Database.GetDbConnection();
                public static object Command(System.Data.Common.DbConnection connection) => connection.CreateCommand();
            }
            """);
        Assert.Equal(1, code);
        // Each line of the lists: one that names nothing, by a slip of the pen, forbids nothing.
        var said = Banned().Matches(output).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(File.ReadAllLines(Path.Combine(Repository.Root, "BannedSymbols.txt")).Length + File.ReadAllLines(Path.Combine(Repository.Root, "BannedSymbols.Sql.txt")).Length, said.Count);
    }

    [Fact]
    public async Task Contracts_without_documentation_are_a_build_error()
    {
        var (code, output) = await BuildAsync("SalesSupport.Planted.Contracts", "namespace SalesSupport.Planted.Contracts; public sealed record ThingDone(int Number);");
        Assert.Equal(1, code);
        Assert.Contains("error CS1591", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_that_breaks_nothing_builds()
    {
        var (code, output) = await BuildAsync("SalesSupport.Planted", "namespace SalesSupport.Planted; internal sealed class Fine { public System.Guid Id { get; } = System.Guid.CreateVersion7(); }");
        Assert.True(code == 0, output);
    }

    private async Task<(int Code, string Output)> BuildAsync(string name, string code, string items = "")
    {
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""<Project Sdk="Microsoft.NET.Sdk{(name.EndsWith(".Contracts", StringComparison.Ordinal) ? "" : ".Razor")}"><ItemGroup>{items}</ItemGroup></Project>""");
        File.WriteAllText(Path.Combine(folder, "Code.cs"), code);
        // What it refers to has been built; and no server may stay behind, which would hold our pipe open.
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", Path.Combine(folder, $"{name}.csproj"), "--nologo", "-v", "q", "-nr:false", "-p:UseSharedCompilation=false", "-p:BuildProjectReferences=false", "-p:RestoreRecursive=false"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
        })!;
        var (output, errors) = (build.StandardOutput.ReadToEndAsync(), build.StandardError.ReadToEndAsync());
        await build.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return (build.ExitCode, await output + await errors);
    }

    [GeneratedRegex(@"error RS0030: The symbol '(.+?)' is banned")]
    private static partial Regex Banned();
}
