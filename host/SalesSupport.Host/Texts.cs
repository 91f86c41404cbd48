namespace SalesSupport.Host;

/// <summary>Marks the host's own words, <c>Resources/Texts.*.resx</c>.</summary>
public sealed class Texts
{
    private Texts()
    {
    }
}
