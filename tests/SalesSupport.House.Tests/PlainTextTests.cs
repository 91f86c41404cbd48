using SalesSupport.Abstractions;

namespace SalesSupport.House.Tests;

[Trait("Bar", "main-job")]
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("見積を送る", false, null)]
    [InlineData("一行目\n二行目", true, null)]
    [InlineData("一行目\n二行目", false, "TextControlCharacter")]
    [InlineData("a\u000bb", true, "TextControlCharacter")]
    [InlineData("😀𠮷", false, null)]
    [InlineData("a<HIGH>b", false, "TextBrokenCharacter")]
    [InlineData("a<LOW>", false, "TextBrokenCharacter")]
    [InlineData("a<HIGH>", false, "TextBrokenCharacter")]
    [InlineData("12345678901", false, "TextTooLong")]
    [InlineData("\u200b", false, "TextInvisible")]
    [InlineData("\u2060 \u3164\ufe0f", false, "TextInvisible")]
    [InlineData("", false, null)]
    [InlineData("が\u200bぎ", false, null)]
    [InlineData("a\u202eb", false, "TextReordering")]
    [InlineData("a\u2067b", true, "TextReordering")]
    [InlineData("a\ufffdb", false, "TextBrokenCharacter")]
    public void A_text_is_taken_only_when_it_can_be_stored_and_shown(string text, bool lines, string? fault) =>
        // Half a character cannot stand in an attribute, which is stored as UTF-8.
        Assert.Equal(fault, PlainTextAttribute.Fault(text.Replace("<HIGH>", "\ud83d").Replace("<LOW>", "\ude00"), 10, lines));
}
