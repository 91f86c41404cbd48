using SalesSupport.Abstractions;

namespace SalesSupport.House.Tests;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("㈱つばめ精機", "(株)ツバメ精機")]
    [InlineData("ﾂﾊﾞﾒ ｾｲｷ", "ツバメセイキ")]
    [InlineData("ＡＢＣ・商事", "abc商事")]
    [InlineData(null, "")]
    public void Text_that_reads_the_same_folds_to_the_same(string? text, string folded) => Assert.Equal(folded, SearchText.Fold(text));

    [Fact]
    public void Half_a_character_is_left_out() => Assert.Equal("ab", SearchText.Fold("a\ud800b"));

    [Fact]
    public void Pairs_are_all_neighbours_once() => Assert.Equal(["ナモ", "ミナ", "モナ"], SearchText.Pairs("みなもなも").Order(StringComparer.Ordinal));
}
