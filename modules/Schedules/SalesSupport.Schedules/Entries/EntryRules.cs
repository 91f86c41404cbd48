using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Entries;

/// <summary>The rules of an entry, and what follows from its time.</summary>
internal sealed partial class Entry
{
    /// <exception cref="RuleBroken">It ends before it starts, or takes too long.</exception>
    public static void CheckTime(EntryTime time, bool isSeries)
    {
        if (time.End <= time.Start)
        {
            throw new RuleBroken("EndBeforeStart", "EndTime");
        }

        var most = isSeries ? LongestSeriesDays : LongestDays;
        if ((time.End - time.Start).TotalDays > most)
        {
            throw new RuleBroken("TooLong", "EndDate", most);
        }
    }

    /// <exception cref="RuleBroken">The rule has no instance, or too many.</exception>
    private static Repeat? CheckRepeat(Repeat? repeat, DateTime start)
    {
        if (repeat is null)
        {
            return null;
        }

        if (repeat.Interval is < 1 or > Repeating.Repeat.MostInterval)
        {
            throw new RuleBroken("IntervalOutOfRange", "Interval", Repeating.Repeat.MostInterval);
        }

        if (repeat.Count is < 1 or > Repeating.Repeat.MostTimes)
        {
            throw new RuleBroken("CountOutOfRange", "Count", Repeating.Repeat.MostTimes);
        }

        return repeat.Until is { } until && until < DateOnly.FromDateTime(start) ? throw new RuleBroken("UntilBeforeStart", "Until") : repeat;
    }

    private void Take(WrittenEntry written)
    {
        CheckTime(written.Time, written.Repeat is not null);
        var (time, repeat) = (written.Time, CheckRepeat(written.Repeat, written.Time.Start));
        if (repeat is not null)
        {
            // A series begins where its rule puts the first one: weekly on Mondays, begun on a Wednesday, on the Monday after.
            var day = DateOnly.FromDateTime(time.Start);
            var first = RecurrenceDays.Next(day, repeat with { Count = null }, day) ?? throw new RuleBroken("RuleWithoutDay", "Repeat");
            var later = TimeSpan.FromDays(first.DayNumber - day.DayNumber);
            time = time with { Start = time.Start + later, End = time.End + later };
        }

        Kind = written.Kind;
        (AllDay, StartsAt, EndsAt) = (time.AllDay, WallClock.At(time.Start), WallClock.At(time.End));
        Rule = repeat?.ToRule(time.AllDay, time.Start);
        var words = written.Words;
        (Title, CustomerId, CustomerName, ContactId, ContactName) = (words.Title, words.CustomerId, words.CustomerName, words.ContactId, words.ContactName);
        (Place, MeetingUrl, Notes, Private) = (words.Place, words.MeetingUrl, words.Notes, words.Private);
        RemindMinutes = written.RemindMinutes;
        var key = $"{SearchText.Fold(Title)}\n{SearchText.Fold(Place)}";
        SearchKey = key.Length > SearchLength ? key[..SearchLength] : key;
        Guid[] people = [.. written.People.Prepend(OwnerId).Distinct()];
        if (people.Length > MostPeople)
        {
            throw new RuleBroken("TooManyPeople", "People", MostPeople);
        }

        if (!people.SequenceEqual(People))
        {
            People = [.. people];
        }
    }

    // What was said of single instances, of a rule that has changed: those that the rule still has go with it, and say the new words where they said the old ones.
    private void Keep(List<Occurrence> kept, EntryWords oldWords, EntryTime oldTime, Repeat? oldRepeat)
    {
        Occurrences.Clear();
        var (time, words, repeat) = (Time(), Words(), Repeat());
        if (repeat is null || oldRepeat is null)
        {
            return;
        }

        var moved = time.Start - oldTime.Start;
        foreach (var occurrence in kept)
        {
            var original = occurrence.Original() + moved;
            if (original.TimeOfDay != time.Start.TimeOfDay || !RecurrenceDays.Between(DateOnly.FromDateTime(time.Start), repeat, DateOnly.FromDateTime(original), DateOnly.FromDateTime(original)).Any())
            {
                continue;
            }

            var copy = occurrence.Copy(original);
            if (!occurrence.Cancelled)
            {
                var (said, at) = (occurrence.Words(), occurrence.Time());
                var wasAtItsTime = at == new EntryTime(oldTime.AllDay, occurrence.Original(), occurrence.Original() + (oldTime.End - oldTime.Start));
                copy.Say(
                    wasAtItsTime ? new EntryTime(time.AllDay, original, original + (time.End - time.Start)) : at,
                    new EntryWords(
                        said.Title == oldWords.Title ? words.Title : said.Title,
                        said.CustomerId == oldWords.CustomerId ? words.CustomerId : said.CustomerId,
                        said.CustomerId == oldWords.CustomerId ? words.CustomerName : said.CustomerName,
                        said.CustomerId == oldWords.CustomerId && said.ContactId == oldWords.ContactId ? words.ContactId : said.ContactId,
                        said.CustomerId == oldWords.CustomerId && said.ContactId == oldWords.ContactId ? words.ContactName : said.ContactName,
                        said.Place == oldWords.Place ? words.Place : said.Place,
                        said.MeetingUrl == oldWords.MeetingUrl ? words.MeetingUrl : said.MeetingUrl,
                        said.Notes == oldWords.Notes ? words.Notes : said.Notes,
                        said.Private == oldWords.Private ? words.Private : said.Private));
            }

            Occurrences.Add(copy);
        }
    }

    private Occurrence Different(DateTime original)
    {
        if (Occurrences.Find(o => o.Original() == original) is not { } found)
        {
            Occurrences.Add(found = Occurrence.Of(original));
        }

        return found;
    }

    private void Changed()
    {
        Locate();
        Revision++;
        Record(new EntryChanged(Id));
    }

    private void Locate()
    {
        var (time, repeat) = (Time(), Repeat());
        Spans = repeat is not null || time.End - time.Start > TimeSpan.FromDays(1);
        FromAt = StartsAt;
        On = DateOnly.FromDateTime(time.Start);
        LastAt = repeat is null ? EndsAt : LastOf(repeat, time) is { } last ? WallClock.At(last) : Endless;
        foreach (var occurrence in Occurrences.Where(o => !o.Cancelled))
        {
            FromAt = occurrence.StartsAt < FromAt ? occurrence.StartsAt : FromAt;
            LastAt = occurrence.EndsAt > LastAt ? occurrence.EndsAt : LastAt;
        }

        Places.RemoveAll(p => !People.Contains(p.UserId));
        Places.AddRange(People.Where(u => !Places.Exists(p => p.UserId == u)).Select(u => new EntryPerson { UserId = u }).ToArray());
        foreach (var place in Places)
        {
            (place.Spans, place.FromAt, place.LastAt) = (Spans, FromAt, LastAt);
        }
    }

    private static DateTime? LastOf(Repeat repeat, EntryTime time)
    {
        if (repeat.Count is not null)
        {
            var last = RecurrenceDays.Between(DateOnly.FromDateTime(time.Start), repeat, DateOnly.FromDateTime(time.Start), DateOnly.MaxValue).Last();
            return last.ToDateTime(TimeOnly.FromDateTime(time.Start)) + (time.End - time.Start);
        }

        return repeat.Until?.ToDateTime(TimeOnly.FromDateTime(time.Start)).Add(time.End - time.Start);
    }
}
