using System.Globalization;
using System.Text;
using Xunit;

namespace SalesSupport.Testing;

/// <summary>Forms as no browser sends them: where a field says <see cref="Mark"/> there are bytes that are no UTF-8. (A client's own form content would make the mark for a broken character of them.)</summary>
public static class BrokenText
{
    public const string Mark = "(broken)";

    /// <summary>Half a character, as the old encoding CESU writes it, and a byte that begins no character; each in all ways in which a form can be sent.</summary>
    public static MatrixTheoryData<string, string> All { get; } = new(["percent signs", "bytes", "multipart"], ["EDA080", "FF"]);

    public static HttpContent Form(string sentAs, string hex, IEnumerable<(string Name, string Value)> fields)
    {
        if (sentAs == "multipart")
        {
            var parts = new MultipartFormDataContent();
            foreach (var (name, value) in fields)
            {
                parts.Add(new ByteArrayContent(WithBytes(value, hex)), $"\"{name}\"");
            }

            return parts;
        }

        var body = string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Name)}={Uri.EscapeDataString(f.Value)}")).Replace(Uri.EscapeDataString(Mark), Mark, StringComparison.Ordinal);
        var percent = string.Concat(Convert.FromHexString(hex).Select(b => string.Create(CultureInfo.InvariantCulture, $"%{b:X2}")));
        return new ByteArrayContent(sentAs == "bytes" ? WithBytes(body, hex) : Encoding.ASCII.GetBytes(body.Replace(Mark, percent, StringComparison.Ordinal)))
        {
            Headers = { ContentType = new("application/x-www-form-urlencoded") },
        };
    }

    private static byte[] WithBytes(string text, string hex) =>
        [.. text.Split(Mark).Select((part, i) => (byte[])[.. i == 0 ? [] : Convert.FromHexString(hex), .. Encoding.UTF8.GetBytes(part)]).SelectMany(b => b)];
}
