using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.Tests.Imports;

/// <summary>A file of another calendar becomes entries (R22).</summary>
[Requirement("R22")]
public sealed class ImportTests
{
    private static readonly string Two = IcsReaderTests.File("UID:a\nDTSTART;TZID=Asia/Tokyo:20261126T100000\nDURATION:PT1H", "取り込んだ打合せ")
        .Replace("END:VCALENDAR", "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:毎月の会\r\nDTSTART;VALUE=DATE:20261130\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:c\r\nSUMMARY:毎時の会\r\nDTSTART:20261130T100000\r\nRRULE:FREQ=HOURLY\r\nEND:VEVENT\r\nEND:VCALENDAR", StringComparison.Ordinal);

    [Fact]
    public async Task What_fits_comes_in_once_and_what_does_not_is_named_and_all_goes_again_by_undo()
    {
        await using var host = await TestHost.StartAsync(now: new DateTimeOffset(2026, 11, 26, 9, 0, 0, TimeSpan.FromHours(9)));
        var member = await host.AddMemberAsync("hinata");
        using var browser = await host.SignOnAsync("hinata", "sato");
        var page = await SendAsync(browser, Two);
        Assert.Contains("2件を取り込みました", page.Text, StringComparison.Ordinal);
        Assert.Contains("毎時の会 — ここにはない形の繰り返しです。", page.Text, StringComparison.Ordinal);
        var made = await EntriesAsync(host, member);
        Assert.Equal(["取り込んだ打合せ", "毎月の会"], made.Select(e => e.Title).Order(StringComparer.Ordinal));
        Assert.All(made, e => Assert.Equal(member.People.Single(p => p.Login == "sato").Id, e.OwnerId));
        Assert.Equal("FREQ=MONTHLY;BYMONTHDAY=-1", made.Single(e => e.Title == "毎月の会").Rule);

        var again = await SendAsync(browser, Two);
        Assert.Contains("2件はすでに取り込まれています", again.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await EntriesAsync(host, member)).Count);

        await browser.SubmitAsync(page, page.Form("/schedule/undo/"));
        Assert.Empty(await EntriesAsync(host, member));
    }

    [Theory]
    [InlineData("日付,件名", "iCalendar 形式")]
    [InlineData(null, "")]
    public async Task Another_file_or_none_is_refused_beside_the_field(string? text, string words)
    {
        await using var host = await TestHost.StartAsync();
        var member = await host.AddMemberAsync("hinata");
        using var browser = await host.SignOnAsync("hinata", "sato");
        var page = await SendAsync(browser, text);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(words, page.Document.QuerySelector("#Form_File-error, .field-error")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await EntriesAsync(host, member));
    }

    private static async Task<Page> SendAsync(Browser browser, string? file)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("Plan"), "Form.Kind" },
            { new StringContent(await browser.TokenAsync("/schedule/imports/new")), "__RequestVerificationToken" },
        };
        if (file is not null)
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "Form.File", "calendar.ics");
        }

        return await browser.PostAsync("/schedule/imports", form);
    }

    private static Task<List<Entry>> EntriesAsync(TestHost host, Abstractions.SampleMember member) => host.InScopeAsync(
        member.TenantId, services => services.GetRequiredService<SchedulesDbContext>().Entries.AsNoTracking().Where(e => e.SourceUid != null).ToListAsync());
}
