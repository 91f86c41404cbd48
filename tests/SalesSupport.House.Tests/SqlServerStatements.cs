using System.Collections.Concurrent;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Engines;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>
/// What a host would say to SQL Server: whatever its contexts ask of the test's own database and save in it is translated once more, by a context of the same kind under SQL Server, and caught
/// before it would be sent.
/// </summary>
internal sealed class SqlServerStatements
{
    // Saving without the house's unit of work, which only Infrastructure may ask for.
    private static readonly MethodInfo Flush = typeof(ModuleDbContext).GetMethod("FlushAsync", BindingFlags.NonPublic | BindingFlags.Instance)!;

    private readonly SqlServer dialect = new("Server=none;Database=none;User ID=app", null);
    private readonly ConcurrentQueue<string> texts = new();
    private readonly ConcurrentQueue<string> faults = new();

    /// <summary>Statements for SQL Server, in the order in which they were first asked for.</summary>
    public IReadOnlyCollection<string> Texts => texts;

    /// <summary>What could not be translated, and why.</summary>
    public IReadOnlyCollection<string> Faults => faults;

    public void Watch(IServiceCollection services)
    {
        var (asked, sent) = (new Asked(this), new Saved(this));
        foreach (var context in services.Select(d => d.ServiceType).Where(t => t.IsSubclassOf(typeof(ModuleDbContext))).Distinct().ToArray())
        {
            typeof(SqlServerStatements).GetMethod(nameof(WatchOne), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(context).Invoke(null, [services, new IInterceptor[] { asked, sent }]);
        }
    }

    private static void WatchOne<T>(IServiceCollection services, IInterceptor[] watching)
        where T : DbContext => services.ConfigureDbContext<T>(o => o.AddInterceptors(watching));

    private void Catch(string what, Action ask)
    {
        try
        {
            ask();
            faults.Enqueue($"{what}: sent nothing");
        }
        catch (Exception e)
        {
            if (Caught.In(e) is { } caught)
            {
                texts.Enqueue(caught.Text);
            }
            else
            {
                faults.Enqueue($"{what}: {e.GetBaseException().Message}");
            }
        }
    }

    private void Ask(ModuleDbContext asked, Expression query, bool empty)
    {
        using var context = Open(asked);
        var values = new Dictionary<string, object?>();
        var translated = new ForModel(context, values, empty).Visit(query);
        typeof(SqlServerStatements).GetMethod(nameof(Run), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(translated.Type).Invoke(null, [context, translated, values]);
    }

    private static void Run<T>(DbContext context, Expression query, Dictionary<string, object?> values)
    {
        // Every query of the house is asynchronous. What is a list comes as one to read, all else as a task.
        var queries = context.GetService<IQueryContextFactory>().Create();
        foreach (var (name, value) in values)
        {
            queries.Parameters.Add(name, value);
        }

        var compiler = context.GetService<IQueryCompilationContextFactory>().Create(async: true);
        if (typeof(T).IsGenericType && typeof(IQueryable).IsAssignableFrom(typeof(T)))
        {
            typeof(SqlServerStatements).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(typeof(T).GetGenericArguments()[0]).Invoke(null, [compiler, query, queries]);
        }
        else
        {
            compiler.CreateQueryExecutor<Task<T>>(query)(queries).GetAwaiter().GetResult();
        }
    }

    private static void Read<TRow>(QueryCompilationContext compiler, Expression query, QueryContext queries) =>
        compiler.CreateQueryExecutor<IAsyncEnumerable<TRow>>(query)(queries).GetAsyncEnumerator().MoveNextAsync().AsTask().GetAwaiter().GetResult();

    private void Save(ModuleDbContext from, EntityEntry entry, string[] changed)
    {
        using var context = Open(from);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        var copy = context.Entry(entry.Entity);
        copy.State = entry.State;
        copy.CurrentValues.SetValues(Named(entry.CurrentValues));
        if (entry.State == EntityState.Modified)
        {
            copy.OriginalValues.SetValues(Named(entry.OriginalValues));
            foreach (var property in copy.Properties)
            {
                property.IsModified = changed.Contains(property.Metadata.Name);
            }
        }

        ((Task)Flush.Invoke(context, [CancellationToken.None])!).GetAwaiter().GetResult();
    }

    // By name: to EF Core the same property is another one in the other model.
    private static Dictionary<string, object?> Named(PropertyValues values) => values.Properties.ToDictionary(p => p.Name, p => values[p]);

    private ModuleDbContext Open(ModuleDbContext like)
    {
        var options = (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(like.GetType()))!;
        dialect.Use(options, "Any");
        options.UseHouse(((IInfrastructure<IServiceProvider>)like).GetService<IDbContextOptions>().FindExtension<ModuleNameExtension>()!.Module);
        options.AddInterceptors(NotOpened.One, Caught.Commands);
        var context = (ModuleDbContext)Activator.CreateInstance(like.GetType(), options.Options)!;
        context.Database.SetDbConnection(dialect.Connect());
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        return context;
    }

    /// <summary>Has EF Core make services of its own for the host, since it sees each query only when it is not known yet.</summary>
    private sealed class Asked(SqlServerStatements statements) : IQueryExpressionInterceptor
    {
        public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
        {
            // With a value for each parameter, and with none where there may be none: EF Core writes another statement then.
            foreach (var empty in new[] { false, true })
            {
                statements.Catch(queryExpression.ToString(), () => statements.Ask((ModuleDbContext)eventData.Context!, queryExpression, empty));
            }

            return queryExpression;
        }
    }

    private sealed class Saved(SqlServerStatements statements) : SaveChangesInterceptor
    {
        private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            // Each row by itself: what is sent together is made of the same statements.
            foreach (var entry in eventData.Context!.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToArray())
            {
                string[] changed = [.. entry.Properties.Where(p => p.IsModified).Select(p => p.Metadata.Name)];
                if (known.TryAdd($"{entry.Metadata.Name} {entry.State} {string.Join(' ', changed)}", true))
                {
                    statements.Catch($"{entry.State} {entry.Metadata.Name}", () => statements.Save((ModuleDbContext)eventData.Context, entry, changed));
                }
            }

            return ValueTask.FromResult(result);
        }
    }

    /// <summary>The same query on another model, with a value for each of its parameters.</summary>
    private sealed class ForModel(DbContext context, Dictionary<string, object?> values, bool empty) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node)
        {
            switch (node)
            {
                case EntityQueryRootExpression root when root.GetType() == typeof(EntityQueryRootExpression):
                    return new EntityQueryRootExpression((IAsyncQueryProvider)((IQueryable)context.GetType().GetMethods().Single(m => m is { Name: "Set", IsGenericMethod: true } && m.GetParameters().Length == 0).MakeGenericMethod(root.EntityType.ClrType).Invoke(context, null)!).Provider, context.Model.FindEntityType(root.EntityType.Name)!);
                case QueryParameterExpression parameter:
                    values[parameter.Name] = empty && MayBeNull(parameter.Type) ? null : Value(parameter.Type);
                    return node;
                default:
                    return base.VisitExtension(node);
            }
        }

        private static bool MayBeNull(Type type) => Nullable.GetUnderlyingType(type) is not null || type == typeof(string);

        private static object Value(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            var one = type.IsArray ? type.GetElementType() : type == typeof(string) ? null : type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
            if (one is not null)
            {
                var several = Array.CreateInstance(one, 2);
                several.SetValue(Value(one), 0);
                several.SetValue(Value(one), 1);
                return type.IsInstanceOfType(several) ? several : Activator.CreateInstance(type, several)!;
            }

            return type == typeof(string) ? "語" : type == typeof(Guid) ? Guid.CreateVersion7() : Activator.CreateInstance(type)!;
        }
    }

    private sealed class NotOpened : DbConnectionInterceptor
    {
        public static readonly NotOpened One = new();

        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => new(InterceptionResult.Suppress());
    }

    /// <summary>Thrown where a statement would be sent.</summary>
    private sealed class Caught(string text) : Exception
    {
        public static readonly DbCommandInterceptor Commands = new Interceptor();

        public string Text => text;

        public static Caught? In(Exception? e) => e switch
        {
            null => null,
            Caught caught => caught,
            _ => In(e.InnerException),
        };

        private sealed class Interceptor : DbCommandInterceptor
        {
            public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => throw new Caught(command.CommandText);

            public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => throw new Caught(command.CommandText);
        }
    }
}
