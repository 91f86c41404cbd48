using Xunit.v3;

namespace SalesSupport.Testing;

/// <summary>Says which promise of <c>docs/requirements.md</c> a test proves.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequirementAttribute(string number) : Attribute, ITraitAttribute
{
    public string Number { get; } = number;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Requirement", Number)];
}
