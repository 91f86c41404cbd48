using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Localization;

namespace SalesSupport.Host.Shell;

/// <summary>Each word is looked up once per language. The library makes a key of text for every look-up and asks the resources under a lock, some hundred times for a page.</summary>
internal sealed class KnownTextsFactory(ResourceManagerStringLocalizerFactory resources) : IStringLocalizerFactory
{
    private readonly ConcurrentDictionary<Type, IStringLocalizer> known = new();

    public IStringLocalizer Create(Type resourceSource) => known.GetOrAdd(resourceSource, static (type, resources) => new KnownTexts(resources.Create(type)), resources);

    public IStringLocalizer Create(string baseName, string location) => resources.Create(baseName, location);
}

/// <summary>The words of one module.</summary>
internal sealed class KnownTexts(IStringLocalizer resources) : IStringLocalizer
{
    private readonly ConcurrentDictionary<CultureInfo, ConcurrentDictionary<string, LocalizedString>> languages = new();

    public LocalizedString this[string name]
    {
        get
        {
            var words = languages.GetOrAdd(CultureInfo.CurrentUICulture, _ => new());
            if (!words.TryGetValue(name, out var word))
            {
                word = resources[name];
                if (!word.ResourceNotFound)        // else anything that is asked for would be kept
                {
                    words.TryAdd(name, word);
                }
            }

            return word;
        }
    }

    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var word = this[name];
            return new LocalizedString(name, string.Format(CultureInfo.CurrentCulture, word.Value, arguments), word.ResourceNotFound);
        }
    }

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => resources.GetAllStrings(includeParentCultures);
}
