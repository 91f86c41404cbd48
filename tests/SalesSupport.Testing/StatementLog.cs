using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SalesSupport.Testing;

/// <summary>Remembers every SQL statement that EF Core sent, so that tests can count them and look at their plans.</summary>
public sealed class StatementLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> statements = new();

    /// <summary>Statements since the last <see cref="Clear"/>, as SQL.</summary>
    public IReadOnlyList<string> All => [.. statements];

    public void Clear() => statements.Clear();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted" && state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            statements.Enqueue(values.First(v => v.Key == "commandText").Value?.ToString() ?? "");
        }
    }

    public void Dispose()
    {
    }
}
