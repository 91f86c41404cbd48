namespace SalesSupport.Portal;

/// <summary>Marker of the module's texts in <c>Resources</c>.</summary>
internal sealed class Texts;
