using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Engines;

namespace SalesSupport.Testing;

/// <summary>Asks the database how it would run the statements of a page.</summary>
public static class QueryPlans
{
    /// <summary>Steps that read a whole table, each with its statement. SQLite chooses by the schema alone (no ANALYZE is run), so the answer does not depend on how many rows there are.</summary>
    public static IReadOnlyList<string> Scans(TestHost host, IEnumerable<string> statements)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (host.Services.GetService<SqliteConnections>() is not { } connections)
        {
            return ServerPlans.Scans(host, statements);
        }

        var connection = connections.Rent();
        try
        {
            var scans = new List<string>();
            foreach (var statement in statements.Where(s => s.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase)))
            {
                using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the product's own.
                command.CommandText = "EXPLAIN QUERY PLAN " + statement;
#pragma warning restore CA2100
                foreach (System.Text.RegularExpressions.Match name in System.Text.RegularExpressions.Regex.Matches(statement, @"@\w+"))
                {
                    if (!command.Parameters.Contains(name.Value))
                    {
                        command.Parameters.AddWithValue(name.Value, DBNull.Value);
                    }
                }

                using var reader = command.ExecuteReader();
                var own = new HashSet<string>(StringComparer.Ordinal);
                while (reader.Read())
                {
                    var step = reader.GetString(3);
                    // The rows of a subquery are read through by its name; how it came by them is a step of its own.
                    if (step.StartsWith("CO-ROUTINE ", StringComparison.Ordinal) || step.StartsWith("MATERIALIZE ", StringComparison.Ordinal))
                    {
                        own.Add($"SCAN {step[(step.IndexOf(' ', StringComparison.Ordinal) + 1)..]}");
                    }

                    // A constant row and json_each (a list of ids sent as a parameter) are no tables.
                    if (step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("CONSTANT ROW", StringComparison.Ordinal) && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal) && !step.Contains("subquery", StringComparison.OrdinalIgnoreCase) && !own.Contains(step))
                    {
                        scans.Add($"{step}: {statement}");
                    }
                }
            }

            return scans;
        }
        finally
        {
            connections.Return(connection);
        }
    }
}
