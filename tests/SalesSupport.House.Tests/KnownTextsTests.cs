using System.Globalization;
using Microsoft.Extensions.Localization;
using SalesSupport.Host.Shell;

namespace SalesSupport.House.Tests;

/// <summary>The library keeps for ever what it was asked for in vain; what people typed must not come that far.</summary>
public sealed class KnownTextsTests
{
    [Fact]
    public void Words_are_read_once_a_language_and_the_library_is_asked_for_none()
    {
        var library = new Library();
        var words = new KnownTexts(library);
        var before = CultureInfo.CurrentUICulture;
        try
        {
            foreach (var language in new[] { "ja", "en", "ja", "en" })
            {
                CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
                Assert.Equal($"word in {language}", words["Word"]);
                Assert.Equal(("typed by somebody", true), (words["typed by somebody"].Value, words["typed by somebody"].ResourceNotFound));
                Assert.Equal($"3 in {language}", words["Number", 3]);
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }

        Assert.Equal(2, library.Read);
    }

    private sealed class Library : IStringLocalizer
    {
        public int Read { get; private set; }

        public LocalizedString this[string name] => throw new InvalidOperationException(name);

        public LocalizedString this[string name, params object[] arguments] => throw new InvalidOperationException(name);

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures)
        {
            Read++;
            var language = CultureInfo.CurrentUICulture.Name;
            return [new("Word", $"word in {language}"), new("Number", $"{{0}} in {language}")];
        }
    }
}
