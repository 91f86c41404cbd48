using System.Globalization;
using System.Text;

namespace SalesSupport.GroupwareSync.Events;

/// <summary>The lines of an iCalendar text (RFC 5545, 3.1 and 3.3.11).</summary>
internal static class EventLines
{
    private const int MostOctets = 75;

    // Takes no room and breaks no word; nobody types it.
    private const char Filler = '\u2060';

    /// <summary>
    /// A text that every server reads again as it was: line ends become line feeds; control characters but tab and line feed go (one U+000B in a title makes Radicale's whole report unreadable), and so does what
    /// XML cannot say.
    /// </summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())      // a surrogate alone becomes U+FFFD
        {
            switch (rune.Value)
            {
                case '\r' or '\n' or 0x85 or 0x2028 or 0x2029:
                    clean.Append('\n');
                    break;
                case '\t':
                    clean.Append('\t');
                    break;
                case < ' ' or 0x7F or (> 0x7F and < 0xA0) or Filler or 0xFEFF or 0xFFFE or 0xFFFF:
                    break;
                default:
                    clean.Append(rune.ToString());
                    break;
            }
        }

        return clean.ToString().Trim();
    }

    public static string Escape(string text) =>
        Clean(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    public static string Unescape(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length)
            {
                text.Append(value[++i] is 'n' or 'N' ? '\n' : value[i]);
            }
            else
            {
                text.Append(value[i]);
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// One line with its end, folded at 75 octets, between characters as people count them. SOGo folds the line again, after 75 and then 74 units of UTF-16, and where that is inside an emoji nobody can read
    /// the event ever after: there goes a filler before it.
    /// </summary>
    public static void Write(StringBuilder to, string line)
    {
        var octets = 0;
        line = Shifted(line);
        for (var parts = StringInfo.GetTextElementEnumerator(line); parts.MoveNext();)
        {
            var part = parts.GetTextElement();
            // A heap of accents on one letter may be longer than a line.
            foreach (var piece in Encoding.UTF8.GetByteCount(part) < MostOctets ? [part] : part.EnumerateRunes().Select(r => r.ToString()))
            {
                var size = Encoding.UTF8.GetByteCount(piece);
                if (octets + size > MostOctets)
                {
                    to.Append("\r\n ");
                    octets = 1;
                }

                to.Append(piece);
                octets += size;
            }
        }

        to.Append("\r\n");
    }

    private static string Shifted(string line)
    {
        if (line.Length <= 75 || !line.Any(char.IsSurrogate))
        {
            return line;
        }

        var shifted = new StringBuilder(line.Length + 4);
        for (var parts = StringInfo.GetTextElementEnumerator(line); parts.MoveNext();)
        {
            var part = parts.GetTextElement();
            for (var i = 0; i < part.Length; i++)
            {
                if (char.IsLowSurrogate(part[i]) && (shifted.Length + i) % 74 == 1 && shifted.Length + i > 1)
                {
                    shifted.Append(Filler);
                    break;
                }
            }

            shifted.Append(part);
        }

        return shifted.ToString();
    }

    /// <summary>The lines as they were before they were folded.</summary>
    public static IEnumerable<string> Read(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n ", "", StringComparison.Ordinal).Replace("\n\t", "", StringComparison.Ordinal).Split('\n').Where(l => l.Length > 0);
}
