using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>Makes a report of what was typed, and puts what cannot be understood beside its field.</summary>
internal sealed partial class FormReading(KnownIds ids, IStringLocalizer<Texts> texts)
{
    /// <returns>What was written, to be used only when <paramref name="state"/> is still valid; null when an id in it is not found (404).</returns>
    public async Task<WrittenReport?> ReadAsync(ReportForm form, DateOnly date, ModelStateDictionary state, CancellationToken cancel)
    {
        if (await ids.FindAsync(form, date, cancel) is not { } names)
        {
            return null;
        }

        var activities = new List<WrittenActivity>();
        for (var i = 0; i < form.Activities.Count; i++)
        {
            if (!form.Activities[i].IsBlank)
            {
                activities.Add(Read(form.Activities[i], $"Activities[{i}].", date, names, state));
            }
        }

        if (activities.Count > DailyReport.MostActivities || form.Rest is not null)
        {
            state.AddModelError("Activities", HouseTexts.Get("TooManyItems", DailyReport.MostActivities));
        }

        var recipients = form.Recipients.Select(r => Guid.TryParse(r, out var id) ? id : Guid.Empty).Distinct().ToArray();
        if (recipients.Contains(Guid.Empty))
        {
            state.AddModelError("Recipients", texts["RecipientUnknown"]);
        }
        else if (recipients.Length > DailyReport.MostRecipients)
        {
            state.AddModelError("Recipients", HouseTexts.Get("TooManyItems", DailyReport.MostRecipients));
        }

        return new WrittenReport(form.Note, recipients, activities);
    }

    private WrittenActivity Read(ActivityForm typed, string at, DateOnly date, FormNames names, ModelStateDictionary state)
    {
        var customer = Id(typed.CustomerId);
        var contact = Id(typed.ContactId);
        if (customer is null && typed.CustomerId is not null)
        {
            state.AddModelError(at + nameof(typed.CustomerName), texts["CustomerUnknown"]);
        }
        else if (customer is null && typed.CustomerName is not null)
        {
            state.AddModelError(at + nameof(typed.CustomerName), texts["CustomerNotChosen"]);
        }

        if (contact is { } p ? names.Contacts.TryGetValue(p, out var of) && of != customer : typed.ContactId is not null)
        {
            state.AddModelError(at + nameof(typed.ContactId), texts["ContactUnknown"]);
        }

        var written = new WrittenActivity(
            Id(typed.Id),
            Word<ActivityKind>(typed.Kind, at + nameof(typed.Kind), state) ?? ActivityKind.Visit,
            customer,
            customer is { } known ? names.Customers.GetValueOrDefault(known) : null,
            contact,
            Time(typed.Start, at + nameof(typed.Start), state),
            Time(typed.End, at + nameof(typed.End), state),
            Word<VisitPurpose>(typed.Purpose, at + nameof(typed.Purpose), state),
            Word<TalkResult>(typed.Result, at + nameof(typed.Result), state),
            Word<ProspectLevel>(typed.Prospect, at + nameof(typed.Prospect), state),
            typed.NextAction,
            Date(typed.NextActionOn, at + nameof(typed.NextActionOn), state),
            typed.Text,
            EntryKey.Parse(typed.Entry));
        if (state.GetFieldValidationState(at + nameof(typed.Start)) != ModelValidationState.Invalid && written.Fault(date) is { } fault)
        {
            state.AddModelError(at + fault.Field, texts[fault.Key]);
        }

        return written;
    }

    /// <summary>930, 9:30, 9時半 as people type them, full-width too.</summary>
    internal static TimeOnly? Time(string? typed)
    {
        var match = TypedTime().Match((typed ?? "").Normalize(NormalizationForm.FormKC));
        return match.Success && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var hour and < 24
            ? match.Groups[2] switch
            {
                { Success: false } or { Length: 0 } => new TimeOnly(hour, 0),
                { Value: "半" } => new TimeOnly(hour, 30),
                var minutes when int.Parse(minutes.ValueSpan, CultureInfo.InvariantCulture) is var minute and < 60 => new TimeOnly(hour, minute),
                _ => null,
            }
            : null;
    }

    [GeneratedRegex(@"^(\d{1,2})(?:[:.時]?(\d{2}|半)分?|時)?$", RegexOptions.CultureInvariant | RegexOptions.ECMAScript, 200)]
    private static partial Regex TypedTime();

    private static Guid? Id(string? typed) => Guid.TryParse(typed, out var id) ? id : null;

    private TimeOnly? Time(string? typed, string field, ModelStateDictionary state)
    {
        if (typed is null)
        {
            return null;
        }

        var time = WellFormed(typed) ? Time(typed) : null;
        if (time is null)
        {
            state.AddModelError(field, texts["TimeInvalid"]);
        }

        return time;
    }

    private static DateOnly? Date(string? typed, string field, ModelStateDictionary state)
    {
        if (typed is null)
        {
            return null;
        }

        if (DateOnly.TryParseExact(typed, ["yyyy-MM-dd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        state.AddModelError(field, HouseTexts.Get("DateInvalid"));
        return null;
    }

    // Only the names themselves: Enum.TryParse also takes numbers and lists.
    private static T? Word<T>(string? typed, string field, ModelStateDictionary state)
        where T : struct, Enum
    {
        if (typed is null)
        {
            return null;
        }

        if (Enum.GetNames<T>().Contains(typed, StringComparer.Ordinal))
        {
            return Enum.Parse<T>(typed);
        }

        state.AddModelError(field, HouseTexts.Get("ValueInvalid"));
        return null;
    }

    // Normalize throws on unpaired surrogates.
    private static bool WellFormed(string text) => !text.EnumerateRunes().Contains(Rune.ReplacementChar);
}
