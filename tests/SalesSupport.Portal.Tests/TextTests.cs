using System.Collections;
using System.Globalization;
using System.Resources;

namespace SalesSupport.Portal.Tests;

[Requirement("R46")]
public sealed class TextTests
{
    [Fact]
    public void Japanese_and_English_have_the_same_keys()
    {
        var words = new ResourceManager("SalesSupport.Portal.Resources.Texts", typeof(PortalModule).Assembly);
        Assert.Equal(Keys("ja"), Keys("en"));
        Assert.True(Keys("ja").Length > 50);

        string[] Keys(string language) => [.. words.GetResourceSet(CultureInfo.GetCultureInfo(language), true, false)!.Cast<DictionaryEntry>().Select(e => (string)e.Key).Order(StringComparer.Ordinal)];
    }
}
