using System.Text;

namespace SalesSupport.Notices.Mail;

/// <summary>
/// In what a subject is written: ISO-2022-JP where all of it is in JIS X 0208, which old Japanese mail programs and gateways convert everything to, else UTF-8, so that ①, 髙 or an emoji
/// is never turned into something else on the way (RFC 1468). Microsoft's code page has more than the standard, so its rows are looked at.
/// </summary>
internal static class MailSubject
{
    private static readonly Encoding Jis = CodePagesEncodingProvider.Instance.GetEncoding(50220, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    public static Encoding EncodingOf(string subject) => IsStandard(subject) ? Jis : Encoding.UTF8;

    private static bool IsStandard(string subject)
    {
        try
        {
            var bytes = Jis.GetBytes(subject);
            return Jis.GetString(bytes) == subject && Rows(bytes).All(row => row is (>= 1 and <= 8) or (>= 16 and <= 84));
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    // Between ESC $ B and ESC ( two bytes are one character, the first its row.
    private static IEnumerable<int> Rows(byte[] bytes)
    {
        var isDouble = false;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0x1b)
            {
                isDouble = bytes[i + 1] == '$';
                i += 2;
            }
            else if (isDouble)
            {
                yield return bytes[i++] - 0x20;
            }
        }
    }
}
