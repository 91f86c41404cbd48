using Microsoft.Extensions.Configuration;
using SalesSupport.Abstractions;

namespace SalesSupport.Portal.Applications;

/// <summary>When the service opens after an application (R01): applied by 19:00:00 → 08:00 the next day, later → 08:00 the day after that. Japan time.</summary>
/// <param name="appliedBy">The last second (it counts as in time, to its end) for the next day.</param>
/// <param name="opens">The hour of opening.</param>
internal sealed class OpeningHour(TimeOnly appliedBy, TimeOnly opens)
{
    public TimeOnly AppliedBy => appliedBy;

    public TimeOnly Opens => opens;

    public static OpeningHour From(IConfiguration configuration) => new(
        configuration.GetValue("Portal:Opening:AppliedBy", new TimeOnly(19, 0)),
        configuration.GetValue("Portal:Opening:Opens", new TimeOnly(8, 0)));

    public DateTimeOffset For(DateTimeOffset appliedAt)
    {
        var local = appliedAt.ToJapan().DateTime;
        var second = new TimeOnly(local.Hour, local.Minute, local.Second);
        return DateOnly.FromDateTime(local).AddDays(second <= appliedBy ? 1 : 2).At(opens);
    }
}
