using System.Data.Common;

namespace SalesSupport.Infrastructure;

/// <summary>The one connection on which a scope reads, rented at first use.</summary>
internal sealed class ScopeConnection(IEngine engine) : IDisposable
{
    private DbConnection? connection;

    public DbConnection Value => connection ??= engine.Rent();

    public void Dispose()
    {
        if (connection is not null)
        {
            engine.Return(connection);
            connection = null;
        }
    }
}
