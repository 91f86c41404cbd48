using System.Text;
using CsvHelper;
using SalesSupport.Abstractions;
using UtfUnknown;

namespace SalesSupport.DailyReports.Imports;

/// <summary>A table as it stands in a file.</summary>
/// <param name="Headers">The first row.</param>
/// <param name="Rows">The others; the first of them is row 2 of the file.</param>
internal sealed record CsvTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The number of a row as a spreadsheet shows it.</summary>
    public static int NumberOf(int index) => index + 2;
}

/// <summary>From bytes to rows, whatever encoding a Japanese system has written them in (R45).</summary>
internal static class CsvText
{
    public const string Utf8 = "utf-8";
    public const int MostBytes = 10 * 1024 * 1024;
    public const int MostRows = 50_000;
    public const int MostColumns = 200;

    private const string Cp932 = "shift_jis";
    private const string EucJp = "euc-jp";
    private const string Iso2022Jp = "iso-2022-jp";
    private const string Utf16 = "utf-16";

    /// <summary>What can be chosen when the detection was wrong, and what people call it in every language.</summary>
    public static IReadOnlyDictionary<string, string> Encodings { get; } = new Dictionary<string, string> { [Utf8] = "UTF-8", [Cp932] = "Shift_JIS (CP932)", [EucJp] = "EUC-JP", [Iso2022Jp] = "ISO-2022-JP (JIS)", [Utf16] = "UTF-16" };

    /// <summary>One of <see cref="Encodings"/>.</summary>
    public static string Detect(byte[] bytes)
    {
        if (bytes is [0xef, 0xbb, 0xbf, ..])
        {
            return Utf8;
        }

        if (bytes is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
        {
            return Utf16;
        }

        if (!Array.Exists(bytes, b => b >= 0x80))
        {
            // ESC $ or ESC ( begins a set of characters; everything else of seven bits is ASCII.
            return bytes.AsSpan().IndexOf("\u001b$"u8) >= 0 || bytes.AsSpan().IndexOf("\u001b("u8) >= 0 ? Iso2022Jp : Utf8;
        }

        if (IsValid(Utf8, bytes))
        {
            return Utf8;
        }

        var fit = new[] { Cp932, EucJp }.Where(e => IsValid(e, bytes)).ToArray();
        if (fit.Length == 1)
        {
            return fit[0];
        }

        // Both read it: what is half-width kana all over or nobody's characters is the wrong one. Then by the frequency of characters.
        var (first, second) = (Oddness(Cp932, bytes), Oddness(EucJp, bytes));
        return first != second ? (first < second ? Cp932 : EucJp)
            : CharsetDetector.DetectFromBytes(bytes).Details?.Any(d => d.EncodingName == EucJp) == true ? EucJp
            : Cp932;
    }

    /// <summary>Reads the rows. Bytes that the encoding does not have become U+FFFD, which is then told by row and column.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="encoding">One of <see cref="Encodings"/>.</param>
    /// <returns>At most one row more than there can be; blank rows are empty.</returns>
    public static CsvTable Parse(byte[] bytes, string encoding)
    {
        var text = Decoder(encoding, bytes, strict: false).GetString(bytes).TrimStart('\ufeff');
        var line = text.AsSpan(0, Math.Max(0, text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length));
        var separator = line.Count('\t') > line.Count(',') ? '\t' : line.Count(';') > line.Count(',') ? ';' : ',';
        // Empty lines count, so that rows have the numbers that a spreadsheet shows.
        using var reader = CsvReader.FromText(text, new CsvReaderOptions { Separator = separator, HasHeader = false, SkipEmptyLines = false, PoolStrings = true });
        // Headings stand in texts that are made of what has no place of its own.
        IReadOnlyList<string> headers = reader.Read() ? [.. Cells(reader, MostColumns + 1).Select(h => PlainTextAttribute.Clean(h, 100))] : [];
        var rows = new List<IReadOnlyList<string>>();
        while (rows.Count <= MostRows && reader.Read())
        {
            rows.Add(Cells(reader, MostColumns));
        }

        // The line feed at the end is no row.
        while (rows.Count > 0 && rows[^1].All(string.IsNullOrWhiteSpace))
        {
            rows.RemoveAt(rows.Count - 1);
        }

        return new CsvTable(headers, rows);
    }

    private static string[] Cells(CsvReader reader, int most)
    {
        var cells = new string[Math.Min(reader.FieldCount, most)];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = reader.GetString(i);
        }

        return cells;
    }

    private static bool IsValid(string encoding, byte[] bytes)
    {
        try
        {
            Decoder(encoding, bytes, strict: true).GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static int Oddness(string encoding, byte[] bytes) =>
        Decoder(encoding, bytes, strict: false).GetString(bytes).Count(c => c is (>= '\uff61' and <= '\uff9f') or (>= '\ue000' and <= '\uf8ff') or '\ufffd' || (char.IsControl(c) && c is not ('\r' or '\n' or '\t')));

    private static Encoding Decoder(string encoding, byte[] bytes, bool strict)
    {
        DecoderFallback fallback = strict ? DecoderFallback.ExceptionFallback : new DecoderReplacementFallback("\ufffd");
        return encoding switch
        {
            Cp932 => Page(932),
            EucJp => Page(51932),
            Iso2022Jp => Page(50220),
            Utf16 => System.Text.Encoding.GetEncoding(bytes is [0xfe, 0xff, ..] ? "utf-16BE" : "utf-16", EncoderFallback.ExceptionFallback, fallback),
            _ => System.Text.Encoding.GetEncoding(Utf8, EncoderFallback.ExceptionFallback, fallback),
        };

        Encoding Page(int number) => CodePagesEncodingProvider.Instance.GetEncoding(number, EncoderFallback.ExceptionFallback, fallback)!;
    }
}
