using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <inheritdoc cref="ISlots{T}" />
internal sealed class Slots<T>(IServiceProvider scope, RegisteredServices registered, ILogger<Slots<T>> log) : ISlots<T>
    where T : class
{
    private T[]? all;

    public IReadOnlyList<T> All => all ??= Make();

    public bool AnyLeftOut { get; private set; }

    public async Task<IReadOnlyList<TAnswer>> AskAsync<TAnswer>(Func<T, Task<TAnswer>> ask, CancellationToken cancel)
    {
        var answers = new List<TAnswer>();
        foreach (var filling in All)
        {
            try
            {
                answers.Add(await ask(filling));
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)        // a module's own time-out is a fault like any other
            {
                LeaveOut(e, filling.GetType());
            }
        }

        return answers;
    }

    // The container makes all or none of them. Only when it fails are they made one by one.
    private T[] Make()
    {
        try
        {
            return [.. scope.GetServices<T>()];
        }
        catch (Exception)
        {
            return [.. registered.Services.Where(s => s.ServiceType == typeof(T)).Select(MakeOne).OfType<T>()];
        }
    }

    private T? MakeOne(ServiceDescriptor filling)
    {
        try
        {
            return (T)(filling.ImplementationInstance ?? filling.ImplementationFactory?.Invoke(scope) ?? ActivatorUtilities.CreateInstance(scope, filling.ImplementationType!));
        }
        catch (Exception e)
        {
            LeaveOut(e, filling.ImplementationType ?? typeof(T));
            return null;
        }
    }

    private void LeaveOut(Exception fault, Type filling)
    {
        AnyLeftOut = true;
        log.LogError(fault, "{Slot} failed; the page goes on without it", filling.Name);
    }
}

/// <summary>What was put into the container.</summary>
internal sealed record RegisteredServices(IServiceCollection Services);
