namespace SalesSupport.Abstractions;

/// <summary>Japan time (Asia/Tokyo), in which all dates and deadlines are, whatever the server's zone is.</summary>
public static class JapanTime
{
    /// <summary>Asia/Tokyo, UTC+9 without summer time.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    /// <summary>An instant as a Japanese clock shows it.</summary>
    public static DateTimeOffset ToJapan(this DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The date in Japan now.</summary>
    public static DateOnly Today(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return DateOnly.FromDateTime(clock.GetUtcNow().ToJapan().DateTime);
    }

    /// <summary>The instant at which a time of day on a date comes in Japan.</summary>
    public static DateTimeOffset At(this DateOnly date, TimeOnly time) => new(date.ToDateTime(time), TimeSpan.FromHours(9));
}
