using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using Microsoft.Extensions.Localization;

namespace SalesSupport.Host.Shell;

/// <summary>
/// A module's words, all of one language read once. The library makes a key of text for every look-up, asks the resources under a lock, some hundred times for a page, and keeps for ever
/// whatever was asked for in vain, which can be what somebody typed.
/// </summary>
internal sealed class KnownTextsFactory(ResourceManagerStringLocalizerFactory resources) : IStringLocalizerFactory
{
    private readonly ConcurrentDictionary<Type, IStringLocalizer> known = new();

    public IStringLocalizer Create(Type resourceSource) => known.GetOrAdd(resourceSource, static (type, resources) => new KnownTexts(resources.Create(type)), resources);

    public IStringLocalizer Create(string baseName, string location) => resources.Create(baseName, location);
}

/// <summary>The words of one module.</summary>
internal sealed class KnownTexts(IStringLocalizer resources) : IStringLocalizer
{
    private readonly ConcurrentDictionary<CultureInfo, Dictionary<string, LocalizedString>> languages = new();

    public LocalizedString this[string name] => Words().TryGetValue(name, out var word) ? word : new LocalizedString(name, name, resourceNotFound: true);

    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var word = this[name];
            return new LocalizedString(name, string.Format(CultureInfo.CurrentCulture, word.Value, arguments), word.ResourceNotFound);
        }
    }

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => resources.GetAllStrings(includeParentCultures);

    private Dictionary<string, LocalizedString> Words() => languages.GetOrAdd(CultureInfo.CurrentUICulture, static (_, resources) =>
    {
        try
        {
            return resources.GetAllStrings(includeParentCultures: true).Where(w => !w.ResourceNotFound).ToDictionary(w => w.Name, StringComparer.Ordinal);
        }
        catch (MissingManifestResourceException)
        {
            return [];        // a language without words, as that of a job
        }
    }, resources);
}
