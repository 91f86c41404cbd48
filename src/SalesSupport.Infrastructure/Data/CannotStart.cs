namespace SalesSupport.Infrastructure;

/// <summary>The host cannot start as it is set up. The message is for the person who started it; the stack below it helps nobody.</summary>
internal sealed class CannotStart(string message) : Exception(message);
