using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Engines;

namespace SalesSupport.Testing;

/// <summary>Asks PostgreSQL how it would run the statements of a page, whatever the values and however many rows there are: where it reads a table through although that is forbidden, no index leads to what is asked.</summary>
internal static partial class ServerPlans
{
    public static IReadOnlyList<string> Scans(TestHost host, IEnumerable<string> statements)
    {
        using var connection = host.Services.GetRequiredService<ServerDialect>().Connect();
        connection.Open();
        string? Run(string sql)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the product's own.
            command.CommandText = sql;
#pragma warning restore CA2100
            return command.ExecuteScalar()?.ToString();
        }

        Run("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan");
        var scans = new List<string>();
        foreach (var statement in statements.Where(s => s.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase)))
        {
            string[] names = [.. Parameter().Matches(statement).Select(m => m.Value).Distinct()];
            Run($"PREPARE page AS {Parameter().Replace(statement, m => $"${Array.IndexOf(names, m.Value) + 1}")}");
            var values = names.Length == 0 ? "" : $"({string.Join(", ", names.Select(_ => "NULL"))})";
            using var plan = JsonDocument.Parse(Run($"EXPLAIN (FORMAT JSON) EXECUTE page{values}")!);
            Run("DEALLOCATE page");
            scans.AddRange(Nodes(plan.RootElement[0].GetProperty("Plan")).Where(ReadsThrough).Select(n => $"{n.GetProperty("Node Type")} {n.GetProperty("Relation Name")}: {statement}"));
        }

        return scans;
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement node) => node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().SelectMany(Nodes).Prepend(node) : [node];

    private static bool ReadsThrough(JsonElement node) => node.GetProperty("Node Type").GetString() is "Seq Scan" or "Index Scan" or "Index Only Scan" && !node.TryGetProperty("Index Cond", out _);

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
