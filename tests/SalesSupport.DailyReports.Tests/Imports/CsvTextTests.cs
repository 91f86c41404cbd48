using System.Text;
using SalesSupport.DailyReports.Imports;

namespace SalesSupport.DailyReports.Tests.Imports;

/// <summary>Files are read in whatever encoding a Japanese system wrote them, and their headings are understood.</summary>
[Requirement("R45")]
[Trait("Bar", "groupware")]
public sealed class CsvTextTests
{
    private const string Sheet = "日付,氏名,顧客名,報告内容\r\n2025/4/1,髙橋 一郎,㈱みなも食品,\"見積①を\n渡した\"\r\n2025/4/2,佐藤,ｶﾅﾔ,カナ\r\n";
    private const string Plain = "日付,氏名,顧客名,報告内容\r\n2025/4/1,高橋 一郎,株式会社みなも食品,\"見積を\n渡した\"\r\n2025/4/2,佐藤,カナヤ,カナ\r\n";

    [Theory]
    [InlineData("utf-8", 65001, false, Sheet)]
    [InlineData("utf-8", 65001, true, Sheet)]
    [InlineData("shift_jis", 932, false, Sheet)]
    [InlineData("euc-jp", 51932, false, Plain)]
    [InlineData("iso-2022-jp", 50220, false, Plain)]
    [InlineData("utf-16", 1200, true, Sheet)]
    public void The_encoding_is_found_and_every_character_comes_through(string name, int page, bool mark, string text)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        Assert.Equal(name, CsvText.Detect(bytes));
        var table = CsvText.Parse(bytes, name);
        Assert.Equal(["日付", "氏名", "顧客名", "報告内容"], table.Headers);
        Assert.Equal(text == Sheet ? ["2025/4/1", "髙橋 一郎", "㈱みなも食品", "見積①を\n渡した"] : ["2025/4/1", "高橋 一郎", "株式会社みなも食品", "見積を\n渡した"], table.Rows[0]);
        Assert.Equal(2, table.Rows.Count);
    }

    [Theory]
    [InlineData(932, "shift_jis", "日付,氏名\n2025/4/1,森田")]
    [InlineData(51932, "euc-jp", "日付,氏名\n2025/4/1,森田")]
    [InlineData(932, "shift_jis", "日報\tメモ\n今日は雨\tテスト")]
    [InlineData(51932, "euc-jp", "日報\tメモ\n今日は雨\tテスト")]
    public void A_short_file_is_enough(int page, string name, string text) => Assert.Equal(name, CsvText.Detect(CodePagesEncodingProvider.Instance.GetEncoding(page)!.GetBytes(text)));

    [Fact]
    public void A_character_that_the_encoding_does_not_have_is_marked_and_never_dropped()
    {
        byte[] bytes = [.. "a,b\n1,"u8, 0x81, 0xff, .. ",x\n"u8];
        Assert.Contains('\ufffd', CsvText.Parse(bytes, "shift_jis").Rows[0][1]);
    }

    [Theory]
    [InlineData("日付,氏名,取引先,面談者,区分,内容,所感", "Date=0 Author=1 Customer=2 Contact=3 Kind=4 Text=5 Note=6")]
    [InlineData("報告日,担当者,訪問先名,相手,訪問目的,商談結果,次回予定日,次回予定,報告内容(自由記述)", "Date=0 Author=1 Customer=2 Contact=3 Purpose=4 Result=5 Text=8 NextAction=7 NextActionOn=6")]
    [InlineData("作成者,開始日時,終了日時,会社名,本文", "Date=1 Author=0 Customer=3 Start=1 End=2 Text=4")]
    [InlineData("Date,Author,Company,Contact,Type,Description,Next Action,Due", "Date=0 Author=1 Customer=2 Contact=3 Kind=4 Text=5 NextAction=6 NextActionOn=7")]
    [InlineData("あ,い,う", "")]
    public void Columns_are_guessed_by_the_headings_that_other_systems_write(string headers, string guess) =>
        Assert.Equal(guess, string.Join(' ', ImportColumns.Guess(headers.Split(',')).OrderBy(g => g.Key).Select(g => $"{g.Key}={g.Value}")));

    [Theory]
    [InlineData("2025/4/1", "2025-04-01")]
    [InlineData("2025-04-01 9:30:00", "2025-04-01")]
    [InlineData("２０２５年４月１日（火）", "2025-04-01")]
    [InlineData("20250401", "2025-04-01")]
    [InlineData("令和7年4月1日", "2025-04-01")]
    [InlineData("R7.4.1", "2025-04-01")]
    [InlineData("平成元年12月31日", "1989-12-31")]
    [InlineData("2025/2/29", null)]
    [InlineData("4/1", null)]
    [InlineData("昨日", null)]
    public void Dates_are_read_as_they_are_written_in_Japan(string text, string? date) =>
        Assert.Equal(date, ImportedDate.Date(text)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("9:30", "09:30")]
    [InlineData("2025/04/01 09:30:00", "09:30")]
    [InlineData("９時半", "09:30")]
    [InlineData("1430", "14:30")]
    [InlineData("25:00", null)]
    [InlineData("午後", null)]
    public void Times_are_read_beside_a_day_too(string text, string? time) =>
        Assert.Equal(time, ImportedDate.Time(text)?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
}
