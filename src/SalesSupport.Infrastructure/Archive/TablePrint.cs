using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesSupport.Infrastructure;

/// <summary>How many rows there are and what is in them, whatever their order and whichever the engine: the sum of each row's SHA-256.</summary>
internal readonly record struct TablePrint(long Rows, UInt128 High, UInt128 Low)
{
    public TablePrint With(object?[] row)
    {
        var text = new StringBuilder();
        foreach (var value in row)
        {
            var word = Word(value);
            text.Append(CultureInfo.InvariantCulture, $"{word?.Length ?? -1}:{word}");       // with its length, so that no two rows read the same
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan();
        return new TablePrint(Rows + 1, unchecked(High + BinaryPrimitives.ReadUInt128BigEndian(hash)), unchecked(Low + BinaryPrimitives.ReadUInt128BigEndian(hash[16..])));
    }

    private static string? Word(object? value) => value switch
    {
        null => null,
        string text => text,
        byte[] bytes => Convert.ToHexString(bytes),
        decimal number => number.ToString("G29", CultureInfo.InvariantCulture),      // engines differ in the zeros at the end
        DateTime or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
