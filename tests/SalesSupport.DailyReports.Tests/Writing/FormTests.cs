using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using SalesSupport.DailyReports.ReportForms;
using SalesSupport.DailyReports.Samples;

namespace SalesSupport.DailyReports.Tests.Writing;

public sealed class FormTests
{
    [Theory]
    [InlineData("930", "9:30")]
    [InlineData("9:30", "9:30")]
    [InlineData("９：３０", "9:30")]
    [InlineData("1300", "13:00")]
    [InlineData("9時", "9:00")]
    [InlineData("9時半", "9:30")]
    [InlineData("9時5分", null)]
    [InlineData("9時05分", "9:05")]
    [InlineData("24:00", null)]
    [InlineData("9:60", null)]
    [InlineData("朝", null)]
    [InlineData("99999999999999999999", null)]
    public void Times_are_read_as_people_type_them(string typed, string? read) =>
        Assert.Equal(read, FormReading.Time(typed)?.ToString("H:mm", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Rows_are_read_in_the_order_in_which_they_come_whatever_their_numbers()
    {
        var form = ReportForm.Read(new FormCollection(new Dictionary<string, StringValues>
        {
            ["Activities[7].Text"] = "先",
            ["Activities[2].Text"] = "後",
            ["Activities[7].Start"] = "25:99",
            ["Activities[2].TenantId"] = "x",
            ["Activities[].Text"] = "なし番号",
            ["Note"] = "  所感\r\n二行目  ",
        }));
        Assert.Equal(["先", "後", "なし番号"], form.Activities.Select(a => a.Text));
        Assert.Equal("25:99", form.Activities[0].Start);
        Assert.Equal("所感\n二行目", form.Note);
    }

    [Fact]
    public void What_was_typed_comes_back_from_the_kept_form_as_it_was()
    {
        var form = ReportForm.Read(new FormCollection(new Dictionary<string, StringValues> { ["Revision"] = "3", ["Note"] = "\u0000制御\u0007", ["Activities[0].Start"] = "25:99", ["Activities[0].Kind"] = "Nonsense", ["Recipients"] = new(["a", "b"]) }));
        var again = ReportForm.OfJson(form.ToJson())!;
        Assert.Equal(JsonSerializer.Serialize(form), JsonSerializer.Serialize(again));
        Assert.Equal((3, "25:99", "Nonsense"), (again.Revision, again.Activities[0].Start, again.Activities[0].Kind));
    }

    [Fact]
    public void The_samples_have_at_least_eighty_different_sentences()
    {
        var sentences = SampleSentences.Occasions.Values.Concat(SampleSentences.Outcomes.Values).SelectMany(s => s)
            .Concat(SampleSentences.Calls).Concat(SampleSentences.Mails).Concat(SampleSentences.Meetings).Concat(SampleSentences.Office).ToArray();
        Assert.True(sentences.Distinct().Count() >= 80, $"{sentences.Length}");
        Assert.Equal(sentences.Length, sentences.Distinct().Count());
    }
}
