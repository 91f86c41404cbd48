namespace SalesSupport.Schedules;

/// <summary>Marks the module's words, <c>Resources/Texts.*.resx</c>.</summary>
internal sealed class Texts;
