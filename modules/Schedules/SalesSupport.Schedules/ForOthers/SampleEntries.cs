using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.ForOthers;

/// <summary>The weeks around today of a sample member: visits as reservations, plans, a weekly meeting, days off and a private one.</summary>
internal sealed class SampleEntries(SchedulesDbContext db, IBusinessCalendar calendar) : ISampleData
{
    private const int Batch = 1000;
    private const int DaysBack = 14;
    private const int DaysAhead = 21;

    private static readonly string[] Visits = ["定例訪問", "提案", "見積の説明", "新製品の紹介", "納品の立ち会い", "契約の更新"];
    private static readonly string[] Plans = ["訪問の候補", "電話をかける", "資料を作る", "見積を作る", "社内打合せ"];
    private static readonly TimeOnly[] Starts = [new(10, 0), new(11, 0), new(13, 30), new(15, 0), new(16, 30)];

    public int Order => 45;

    public async Task AddAsync(SampleMember member, CancellationToken cancel)
    {
        if (member.Reports == 0)
        {
            return;
        }

        var random = new Random(member.MemberId.Aggregate(23, (seed, c) => (seed * 31) + c));
        var days = (await calendar.BetweenAsync(member.Today.AddDays(-DaysBack), member.Today.AddDays(DaysAhead), cancel)).Where(d => d.IsBusinessDay).Select(d => d.Date).ToArray();
        var own = member.MadeCustomers.ToLookup(c => c.OwnerId);
        var made = 0;
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (var (owner, written) in Everyday(member, days, own, random).Concat(Special(member, days)))
        {
            db.Entries.Add(Entry.AsItStood(Guid.CreateVersion7(), owner, written));
            if (++made % Batch == 0)
            {
                await SaveAsync(cancel);
            }
        }

        await SaveAsync(cancel);
        db.ChangeTracker.AutoDetectChangesEnabled = true;
    }

    private static IEnumerable<(Guid Owner, WrittenEntry Written)> Everyday(SampleMember member, DateOnly[] days, ILookup<Guid, SampleCustomer> own, Random random)
    {
        foreach (var person in member.People.Where(p => p.Salesperson))
        {
            var customers = own[person.Id].ToArray();
            foreach (var day in days)
            {
                var slot = random.Next(2);
                for (var i = random.Next(3); i > 0 && slot < Starts.Length; i--, slot += 1 + random.Next(2))
                {
                    var customer = customers.Length == 0 ? null : customers[random.Next(customers.Length)];
                    var sure = random.Next(3) > 0;
                    var time = new EntryTime(false, day.ToDateTime(Starts[slot]), day.ToDateTime(Starts[slot].AddMinutes(30 * (1 + random.Next(2)))));
                    var contact = customer is { Contacts.Count: > 0 } ? customer.Contacts[0] : ((Guid Id, string Name)?)null;
                    var title = sure ? $"{customer?.Name} {Visits[random.Next(Visits.Length)]}".Trim() : Plans[random.Next(Plans.Length)];
                    Guid[] with = sure && person.Superior >= 0 && random.Next(6) == 0 ? [member.People[person.Superior].Id] : [];
                    var words = sure ? new EntryWords(title, customer?.Id, customer?.Name, contact?.Id, contact?.Name, "先方の会議室") : new EntryWords(title);
                    yield return (person.Id, new WrittenEntry(sure ? EntryKind.Reservation : EntryKind.Plan, words, time, null, with, sure ? 30 : null));
                }
            }
        }
    }

    // The managers' weekly meeting, a private appointment, a fair of two days, as every office has them.
    private static IEnumerable<(Guid Owner, WrittenEntry Written)> Special(SampleMember member, DateOnly[] days)
    {
        var sellers = member.People.Where(p => p.Salesperson).ToArray();
        for (var i = 0; i < member.People.Count; i++)
        {
            var staff = sellers.Where(s => s.Superior == i).Select(s => s.Id).Take(Entry.MostPeople - 1).ToArray();
            if (staff.Length > 0)
            {
                var first = days[0].AddDays(-(((int)days[0].DayOfWeek + 6) % 7));
                yield return (member.People[i].Id, new WrittenEntry(
                    EntryKind.Reservation,
                    new EntryWords("営業会議", Place: "第1会議室", Notes: "先週の活動と今週の予定を持ち寄る。"),
                    new EntryTime(false, first.ToDateTime(new TimeOnly(9, 0)), first.ToDateTime(new TimeOnly(10, 0))),
                    new Repeat(Frequency.Weekly, 1, [DayOfWeek.Monday]),
                    staff,
                    10));
            }
        }

        for (var i = 0; i < sellers.Length; i += 3)
        {
            var day = days[Math.Min(days.Length - 1, (days.Length / 3) + (i % 5))];
            yield return (sellers[i].Id, new WrittenEntry(
                EntryKind.Plan, new EntryWords("通院", Private: true), new EntryTime(false, day.ToDateTime(new TimeOnly(17, 0)), day.ToDateTime(new TimeOnly(18, 0))), null, [], null));
        }

        if (sellers.Length > 1)
        {
            var day = days[days.Length * 3 / 4].ToDateTime(TimeOnly.MinValue);
            yield return (sellers[0].Id, new WrittenEntry(EntryKind.Reservation, new EntryWords("展示会", Place: "見本市会場"), new EntryTime(true, day, day.AddDays(2)), null, [sellers[1].Id], null));
        }
    }

    private async Task SaveAsync(CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }
}
