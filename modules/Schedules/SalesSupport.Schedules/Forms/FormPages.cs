using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Entries;
using SalesSupport.Schedules.FreeTimes;

namespace SalesSupport.Schedules.Forms;

/// <summary>Loads what the form shows beside what was typed.</summary>
internal sealed class FormPages(EntryCustomers customers, FormReading forms, Clashes clashes, IPeople people, CurrentUser user, IStringLocalizer<Texts> texts)
{
    public async Task<FormPage> LoadAsync(EntryForm form, Instance? stored, CancellationToken cancel)
    {
        var customer = Guid.TryParse(form.CustomerId, out var id) ? await customers.FindAsync(id, cancel) : null;
        List<EntryContact> contacts = [.. customer?.Contacts ?? []];
        if (stored?.Words is { ContactId: { } contact, ContactName: { } name } words && words.CustomerId == id && !contacts.Exists(c => c.Id == contact))
        {
            contacts.Add(new EntryContact(contact, name, null));
        }

        return new FormPage(
            await people.GetAsync(cancel), stored?.Entry.OwnerId ?? user.Id, await customers.PickerUrlAsync(cancel), contacts, stored?.Entry.Id, stored?.Original is not null, null,
            await ClashesAsync(form, stored?.Entry.OwnerId ?? user.Id, stored?.Entry.Id, cancel));
    }

    /// <summary>Who is busy at what the form says so far, at the instances of a series too; nothing while its time cannot be understood, and of a rule that cannot be, the first time alone.</summary>
    public async Task<IReadOnlyList<Clash>> ClashesAsync(EntryForm form, Guid ownerId, Guid? self, CancellationToken cancel)
    {
        var state = new ModelStateDictionary();
        var time = forms.Time(form, state);
        var book = await people.GetAsync(cancel);
        Guid[] who = [.. form.People.Select(p => Guid.TryParse(p, out var id) ? id : Guid.Empty).Where(p => book.Find(p) is not null).Take(Entry.MostPeople - 1)];
        if (!state.IsValid)
        {
            return [];
        }

        var ruleState = new ModelStateDictionary();
        var repeat = forms.Repeat(form, time, ruleState);
        try
        {
            var asked = Entry.Make(Guid.CreateVersion7(), ownerId, new WrittenEntry(EntryKind.Plan, new EntryWords(""), time, ruleState.IsValid ? repeat : null, who, null));
            return await clashes.OfAsync(asked, self, cancel);
        }
        catch (RuleBroken)
        {
            return [];
        }
    }

    public Task<PeopleBook> BookAsync(CancellationToken cancel) => people.GetAsync(cancel);

    /// <summary>Both versions in the words of the form.</summary>
    public async Task<Conflict> CompareAsync(EntryForm mine, EntryForm theirs, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        var fields = Conflict.Between(Said(mine), Said(theirs), name => name is "FormId" or "At" or "Scope" or "EditScope" or "CustomerId" or "ContactId" ? null : texts[$"Form.{name}"].Value).Differences.ToList();
        Add("Form.People", Names(mine), Names(theirs));
        Add("Form.Days", Days(mine), Days(theirs));
        return new Conflict(fields);

        void Add(string label, string one, string other)
        {
            if (one != other)
            {
                fields.Add(new ConflictField(texts[label], one, other));
            }
        }

        string Names(EntryForm form) => string.Join(texts["Comma"], form.People.Select(p => Guid.TryParse(p, out var id) ? book.NameOf(id) : p).Order(StringComparer.Ordinal));

        string Days(EntryForm form) => string.Join(texts["Comma"], form.Days.Where(_ => form.Repeat == nameof(RepeatChoice.Weekly)).Select(d => texts[$"Day.{d}"].Value).Order(StringComparer.Ordinal));
    }

    // As people read it: words of choices, nothing that the form hides.
    private EntryForm Said(EntryForm form)
    {
        var repeats = form.Repeat is not null and not nameof(RepeatChoice.None);
        var end = form.EndDate ?? form.StartDate;
        return new EntryForm
        {
            Title = form.Title,
            Kind = form.EditScope == EditScope.This && form.At is not null ? null : Word("Kind", form.Kind),
            StartDate = form.StartDate,
            StartTime = form.AllDay ? null : Clock(form.StartTime),
            EndDate = end,
            EndTime = form.AllDay ? null : Clock(form.EndTime),
            AllDay = form.AllDay,
            CustomerName = form.CustomerName,
            Place = form.Place,
            MeetingUrl = form.MeetingUrl,
            Repeat = repeats ? Word("Repeat", form.Repeat) : null,
            Interval = repeats && form.Interval is not "1" ? form.Interval : null,
            Ends = repeats ? Word("Ends", form.Ends ?? nameof(RepeatEnd.Never)) : null,
            Until = repeats && form.Ends == nameof(RepeatEnd.Until) ? form.Until : null,
            Count = repeats && form.Ends == nameof(RepeatEnd.Count) ? form.Count : null,
            Remind = Word("Remind", form.Remind),
            Notes = form.Notes,
            Private = form.Private,
        };
    }

    private string? Word(string of, string? choice) => choice is null ? null : texts[$"{of}.{choice}"].Value;

    private static string? Clock(string? typed) => FormReading.Clock(typed)?.ToString("H:mm", System.Globalization.CultureInfo.InvariantCulture) ?? typed;
}
