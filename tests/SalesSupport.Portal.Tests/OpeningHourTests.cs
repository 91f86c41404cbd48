using SalesSupport.Abstractions;
using SalesSupport.Portal.Applications;

namespace SalesSupport.Portal.Tests;

[Requirement("R01")]
[Trait("Bar", "main-job")]
public sealed class OpeningHourTests
{
    [Theory]
    [InlineData("2026-11-24T00:00:00+09:00", "2026-11-25T08:00:00+09:00")]
    [InlineData("2026-11-24T07:59:59+09:00", "2026-11-25T08:00:00+09:00")]
    [InlineData("2026-11-24T18:59:59+09:00", "2026-11-25T08:00:00+09:00")]
    [InlineData("2026-11-24T19:00:00+09:00", "2026-11-25T08:00:00+09:00")]
    [InlineData("2026-11-24T19:00:00.999+09:00", "2026-11-25T08:00:00+09:00")]
    [InlineData("2026-11-24T19:00:01+09:00", "2026-11-26T08:00:00+09:00")]
    [InlineData("2026-11-24T23:59:59+09:00", "2026-11-26T08:00:00+09:00")]
    [InlineData("2026-12-31T19:00:00+09:00", "2027-01-01T08:00:00+09:00")]
    [InlineData("2026-12-31T19:00:01+09:00", "2027-01-02T08:00:00+09:00")]
    [InlineData("2028-02-28T12:00:00+09:00", "2028-02-29T08:00:00+09:00")]
    // The rule is about Japan's clock, whatever the zone of the instant.
    [InlineData("2026-11-24T10:00:00Z", "2026-11-25T08:00:00+09:00")]
    [InlineData("2026-11-24T15:00:00Z", "2026-11-26T08:00:00+09:00")]
    [InlineData("2026-11-24T10:00:01Z", "2026-11-26T08:00:00+09:00")]
    public void An_application_opens_at_eight_of_the_next_day_or_the_day_after(string applied, string opens) =>
        Assert.Equal(DateTimeOffset.Parse(opens), new OpeningHour(new TimeOnly(19, 0), new TimeOnly(8, 0)).For(DateTimeOffset.Parse(applied)));

    [Fact]
    public async Task The_hours_come_from_configuration()
    {
        await using var host = await TestHost.StartAsync(settings: new Dictionary<string, string> { ["Portal:Opening:AppliedBy"] = "12:00:00", ["Portal:Opening:Opens"] = "09:30" });
        var opening = (OpeningHour)host.Services.GetService(typeof(OpeningHour))!;
        Assert.Equal(new DateOnly(2026, 11, 26).At(new TimeOnly(9, 30)), opening.For(new DateOnly(2026, 11, 24).At(new TimeOnly(12, 0, 1))));
    }
}
