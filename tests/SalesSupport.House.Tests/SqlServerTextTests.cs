using Microsoft.Extensions.DependencyInjection;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using SalesSupport.Abstractions;
using SalesSupport.Engines;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>What we say to SQL Server by ourselves is T-SQL. That it does what it should is for <see cref="SqlServerTests"/> to show, where there is one.</summary>
[Trait("Bar", "engines")]
public sealed class SqlServerTextTests
{
    private static readonly SqlServer Dialect = new("Server=none;Database=none;User ID=app", "Server=none;Database=none;User ID=owner");

    [Fact]
    public async Task Every_text_of_the_dialect_parses()
    {
        await using var host = await TestHost.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var tables = scope.ServiceProvider.GetServices<ModuleDbContext>().SelectMany(c => c.Model.GetEntityTypes()).Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).ToArray();
        string[] texts = [Dialect.Collation, Dialect.Create, Dialect.EnterMember, Dialect.TakeTurn, Dialect.TakeStart, Dialect.Tables, Dialect.Walled, .. Dialect.Foundations(), .. tables.SelectMany(Dialect.Wall), .. Dialect.Drop(["House_Audit", "odd]name"]), .. Schemas.Catalogues.SqlServer, MemberStamp.Ask, MemberStamp.Raise, MemberStamp.Begin, KeyTable.AskAll, KeyTable.Ask, KeyTable.AskWhole, KeyTable.Insert, KeyTable.Update, .. JobStore.Tables(Dialect.Quartz)];
        Assert.InRange(texts.Length, 20, 300);
        Assert.Empty(texts.SelectMany(t => Faults(t)));
        // The function is made by a text within a text, since it must be alone in its batch.
        var within = Dialect.Foundations().First().Split("EXEC(N'")[1].TrimEnd().TrimEnd(')')[..^1].Replace("''", "'", StringComparison.Ordinal);
        Assert.StartsWith("CREATE FUNCTION", within, StringComparison.Ordinal);
        Assert.Empty(Faults(within));
    }

    [Fact]
    public void A_text_that_is_no_T_SQL_is_noticed() => Assert.NotEmpty(Faults("CREATE SECURITY POLICY dbo.[Member_X] ADD FILTER dbo.f(TenantId) ON dbo.[X]"));

    internal static IEnumerable<string> Faults(string text)
    {
        using var reader = new StringReader(text);
        new TSql160Parser(true).Parse(reader, out var errors);
        return errors.Select(e => $"{e.Line}: {e.Message}: {text}");
    }
}
