using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace SalesSupport.Abstractions;

/// <summary>Words that all modules share (保存する, キャンセル, 必須, messages of validation). Modules' own words are in their own <c>Texts</c>.</summary>
public sealed class HouseTexts
{
    private static readonly ResourceManager Words = new("SalesSupport.Abstractions.Resources.HouseTexts", typeof(HouseTexts).Assembly);

    // Asking the resources takes a lock each time.
    private static readonly ConcurrentDictionary<(CultureInfo, string), string> Known = new();

    private HouseTexts()
    {
    }

    /// <summary>The words for a key in the current user's language.</summary>
    /// <exception cref="MissingManifestResourceException">The language has no words at all. A single missing key gives the key.</exception>
    public static string Get(string key, params object[] arguments)
    {
        var language = CultureInfo.CurrentUICulture;
        if (!Known.TryGetValue((language, key), out var words))
        {
            words = Words.GetString(key, language);
            if (words is null)
            {
                return key;
            }

            Known.TryAdd((language, key), words);
        }

        return arguments.Length == 0 ? words : string.Format(CultureInfo.CurrentCulture, words, arguments);
    }

    /// <summary>A date as a Japanese office writes it, 11/23(月), in English Mon 23 Nov.</summary>
    public static string Day(DateOnly date) => date.ToString(Get("DayFormat"), CultureInfo.CurrentCulture);

    /// <summary>A date with its year: 2026年11月23日(月).</summary>
    public static string LongDay(DateOnly date) => date.ToString(Get("LongDayFormat"), CultureInfo.CurrentCulture);

    /// <summary>An instant as a Japanese clock shows it: 11/23(月) 18:30.</summary>
    public static string Instant(DateTimeOffset instant) => $"{Day(DateOnly.FromDateTime(instant.ToJapan().DateTime))} {instant.ToJapan():H:mm}";
}
