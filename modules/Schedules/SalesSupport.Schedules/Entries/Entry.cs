using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Entries;

/// <summary>An entry as a form or an import says it.</summary>
internal sealed record WrittenEntry(EntryKind Kind, EntryWords Words, EntryTime Time, Repeat? Repeat, IReadOnlyList<Guid> People, int? RemindMinutes);

/// <summary>予定 or 予約: one appointment, or a series of them (R22). Everybody of the member sees it; a private one only as a time at which its people are busy.</summary>
internal sealed partial class Entry : Entity, ITenantOwned
{
    public const int MostPeople = 50;
    public const int TitleLength = 200;
    public const int UidLength = 255;
    public const int NotesLength = 4000;
    public const int SearchLength = 500;
    public const int LongestDays = 366;
    public const int LongestSeriesDays = 31;

    /// <summary>Where a series without an end ends.</summary>
    private static readonly DateTimeOffset Endless = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private Entry()
    {
    }

    public Guid TenantId { get; private set; }

    public Guid Id { get; private init; }

    public EntryKind Kind { get; private set; }

    public string Title { get; private set; } = "";

    public DateTimeOffset StartsAt { get; private set; }

    public DateTimeOffset EndsAt { get; private set; }

    public bool AllDay { get; private set; }

    /// <summary>RFC 5545, or null for a single entry.</summary>
    public string? Rule { get; private set; }

    /// <summary>Who takes part, the owner first.</summary>
    public List<Guid> People { get; private set; } = [];

    public Guid? CustomerId { get; private set; }

    public string? CustomerName { get; private set; }

    public Guid? ContactId { get; private set; }

    public string? ContactName { get; private set; }

    public string? Place { get; private set; }

    public string? MeetingUrl { get; private set; }

    public string? Notes { get; private set; }

    /// <summary>非公開.</summary>
    public bool Private { get; private set; }

    public int? RemindMinutes { get; private set; }

    public Guid OwnerId { get; private set; }

    /// <summary>By which the calendar knows it that it was taken in from, or null.</summary>
    [NotAudited("of no meaning to people")]
    public string? SourceUid { get; private init; }

    /// <summary>A series, or longer than a day: found by where it ends, the others by where they begin.</summary>
    [NotAudited("follows from time and rule")]
    public bool Spans { get; private set; }

    /// <summary>Nothing of it is before.</summary>
    [NotAudited("follows from time and rule")]
    public DateTimeOffset FromAt { get; private set; }

    /// <summary>Nothing of it is after.</summary>
    [NotAudited("follows from time and rule")]
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>The day (Japan) on which it begins: the order of a customer's timeline.</summary>
    [NotAudited("follows from time and rule")]
    public DateOnly On { get; private set; }

    /// <summary>Title and place as they are searched.</summary>
    [NotAudited("follows from the words")]
    public string SearchKey { get; private set; } = "";

    /// <summary>Raised by each change, so that one of an instance alone is a change of the entry too.</summary>
    [NotAudited("counts changes")]
    public int Revision { get; private set; }

    /// <summary>Instances that differ from the rule.</summary>
    public List<Occurrence> Occurrences { get; private set; } = [];

    /// <summary><see cref="People"/> once more, to find the entries of a person.</summary>
    public List<EntryPerson> Places { get; private set; } = [];

    public static Entry Make(Guid id, Guid ownerId, WrittenEntry written, string? sourceUid = null)
    {
        var entry = new Entry { Id = id, OwnerId = ownerId, SourceUid = sourceUid };
        entry.Take(written);
        entry.Changed();
        return entry;
    }

    /// <summary>One that already stood elsewhere (sample data). Records no fact: nobody says it now.</summary>
    public static Entry AsItStood(Guid id, Guid ownerId, WrittenEntry written)
    {
        var entry = new Entry { Id = id, OwnerId = ownerId };
        entry.Take(written);
        entry.Locate();
        return entry;
    }

    public EntryTime Time() => new(AllDay, WallClock.Of(StartsAt), WallClock.Of(EndsAt));

    public EntryWords Words() => new(Title, CustomerId, CustomerName, ContactId, ContactName, Place, MeetingUrl, Notes, Private);

    public Repeat? Repeat() => Repeating.Repeat.Parse(Rule);

    /// <summary>Who may change it: whose it is (R26), or an administrator, who sees no more of a private one than others do; and of a series not where a single instance is hidden from them.</summary>
    public bool IsEditableBy(CurrentUser user) =>
        OwnerId == user.Id || (user.IsAdministrator && !IsHiddenFrom(user.Id, Private) && !Occurrences.Exists(o => !o.Cancelled && IsHiddenFrom(user.Id, o.Private)));

    public bool Concerns(Guid userId) => OwnerId == userId || People.Contains(userId);

    public bool IsHiddenFrom(Guid userId, bool isPrivate) => isPrivate && !Concerns(userId);

    /// <summary>The entry, or the series as a whole, says this from now on. What was said of single instances alone stays.</summary>
    public void Change(WrittenEntry written)
    {
        var (words, time, repeat) = (Words(), Time(), Repeat());
        Take(written);
        Keep(Occurrences.ToList(), words, time, repeat);
        Changed();
    }

    /// <summary>Only one instance of the series says this.</summary>
    public void ChangeInstance(DateTime original, EntryTime time, EntryWords words)
    {
        CheckTime(time, isSeries: false);
        Different(original).Say(time, words);
        Changed();
    }

    /// <summary>One instance of the series does not take place.</summary>
    public void CancelInstance(DateTime original)
    {
        Different(original).Cancel();
        Changed();
    }

    /// <summary>What another calendar says of single instances of the series.</summary>
    public void TakeOver(IEnumerable<(DateTime Original, (EntryTime Time, EntryWords Words)? Said)> instances)
    {
        foreach (var (original, said) in instances)
        {
            if (said is var (time, words))
            {
                CheckTime(time, isSeries: false);
                Different(original).Say(time, words);
            }
            else
            {
                Different(original).Cancel();
            }
        }

        Changed();
    }

    /// <summary>The series ends before this instance; another one goes on from there.</summary>
    /// <returns>Instances from there on that differ from the rule.</returns>
    public IReadOnlyList<Occurrence> EndBefore(DateTime original)
    {
        var rest = Occurrences.Where(o => o.Original() >= original).ToArray();
        Rule = (Repeat()! with { Until = DateOnly.FromDateTime(original).AddDays(-1), Count = null }).ToRule(AllDay, Time().Start);
        Occurrences.RemoveAll(rest.Contains);
        Changed();
        return rest;
    }

    /// <summary>Takes over what was said of single instances of the series that this one continues.</summary>
    public void Continue(IReadOnlyList<Occurrence> rest, Entry before, DateTime original)
    {
        var length = before.Time().End - before.Time().Start;
        Keep([.. rest], before.Words(), new EntryTime(before.AllDay, original, original + length), before.Repeat());
        Locate();
    }

    /// <summary>It goes; the caller removes the row.</summary>
    public void Delete() => Record(new EntryDeleted(Id));

    /// <summary>元に戻す: it is there again as it was; the caller adds the row.</summary>
    public void Restore()
    {
        Revision++;
        Record(new EntryChanged(Id));
    }

    /// <summary>元に戻す of a change.</summary>
    public void PutBack(Entry before)
    {
        Take(new WrittenEntry(before.Kind, before.Words(), before.Time(), before.Repeat(), before.People, before.RemindMinutes));
        Occurrences.Clear();
        Occurrences.AddRange(before.Occurrences.Select(o => o.Copy(o.Original())));
        Changed();
    }

    /// <summary>Somebody takes no part any more.</summary>
    public void Leave(Guid userId)
    {
        People = [.. People.Where(p => p != userId)];
        Changed();
    }

    /// <summary>It is somebody else's from now on, in whose place they take part (R17).</summary>
    public void HandOver(Guid successorId)
    {
        var before = OwnerId;
        OwnerId = successorId;
        People = [successorId, .. People.Where(p => p != before && p != successorId)];
        Changed();
    }

    /// <summary>The customer has another name now.</summary>
    public void RenameCustomer(Guid customerId, string name)
    {
        CustomerName = CustomerId == customerId ? name : CustomerName;
        foreach (var occurrence in Occurrences.Where(o => o.CustomerId == customerId && !o.Cancelled))
        {
            occurrence.Say(occurrence.Time(), occurrence.Words() with { CustomerName = name });
        }

        Changed();
    }

    /// <summary>The contact person has another name now.</summary>
    public void RenameContact(Guid contactId, string name)
    {
        ContactName = ContactId == contactId ? name : ContactName;
        foreach (var occurrence in Occurrences.Where(o => o.ContactId == contactId && !o.Cancelled))
        {
            occurrence.Say(occurrence.Time(), occurrence.Words() with { ContactName = name });
        }

        Changed();
    }
}

/// <summary>Where one of an entry's people is to be found in the time of all; follows from the entry.</summary>
[NotAudited("follows from the entry")]
internal sealed class EntryPerson : ITenantOwned
{
    public Guid TenantId { get; private set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public Guid EntryId { get; private set; }

    public Guid UserId { get; init; }

    public bool Spans { get; set; }

    public DateTimeOffset FromAt { get; set; }

    public DateTimeOffset LastAt { get; set; }
}
