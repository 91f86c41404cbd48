namespace SalesSupport.Abstractions;

/// <summary>Where this process is reached. Known only after it has started listening.</summary>
public interface IOwnAddress
{
    /// <summary>What people type and links carry (<c>PublicAddress</c> in configuration, else <see cref="Loopback"/>), ending in a slash.</summary>
    /// <exception cref="InvalidOperationException">The server has not started.</exception>
    Uri Public { get; }

    /// <summary>Where the process reaches itself, for calls that must not leave the machine.</summary>
    /// <exception cref="InvalidOperationException">The server has not started.</exception>
    Uri Loopback { get; }
}
