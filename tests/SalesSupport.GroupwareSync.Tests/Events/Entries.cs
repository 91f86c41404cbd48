using SalesSupport.Schedules.Contracts;

namespace SalesSupport.GroupwareSync.Tests.Events;

/// <summary>Entries to write.</summary>
internal static class Entries
{
    public static readonly DateTimeOffset Now = new(2026, 11, 26, 10, 0, 0, TimeSpan.FromHours(9));

    public static EntrySnapshot Reservation(string title = "見積の打ち合わせ", string? place = "本社 3階", string? notes = null, bool hidden = false, EntryTime? time = null, string? rule = null, params EntryException[] exceptions) =>
        new(Guid.CreateVersion7(), 3, EntryKind.Reservation, Guid.CreateVersion7(), [], new EntryText(title, "株式会社ひなた", "佐藤 花子", place, "https://meet.example.jp/a?b=1,2;c", notes, hidden), time ?? Hours(1, 10, 11), rule, exceptions);

    /// <summary>A day of December 2026, from one hour to another.</summary>
    public static EntryTime Hours(int day, int from, int to) => new(false, new DateTime(2026, 12, day, from, 0, 0), new DateTime(2026, 12, day, 0, 0, 0).AddHours(to));

    public static EntryTime Days(int from, int to) => new(true, new DateTime(2026, 12, from), new DateTime(2026, 12, to).AddDays(1));

    /// <summary>Each Tuesday; one instance is moved and renamed, one is cancelled.</summary>
    public static EntrySnapshot Series() => Reservation(
        rule: "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270131T145959Z",
        exceptions: [new(new DateTime(2026, 12, 8, 10, 0, 0), new ChangedInstance(Hours(9, 14, 15), new EntryText("移した打ち合わせ", null, null, "大阪支店", null, null, false))), new(new DateTime(2026, 12, 15, 10, 0, 0), null)]);
}
