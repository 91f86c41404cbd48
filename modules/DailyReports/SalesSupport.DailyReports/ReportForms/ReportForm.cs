using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>The form of a report exactly as typed: all fields are texts, so that what cannot be read as a time or a date yet is kept and shown again as it is.</summary>
internal sealed class ReportForm
{
    private static readonly JsonSerializerOptions Compact = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary><see cref="DailyReport.Revision"/> that this form was made from.</summary>
    public int Revision { get; set; }

    /// <summary>Number of the kept draft that this form goes on from; the autosave script renews the field named Version.</summary>
    [JsonIgnore]
    public int Version { get; set; }

    /// <summary>The browser's page that it stands on: what one page keeps twice is no conflict, even when an answer of ours is still on its way.</summary>
    [JsonIgnore]
    public Guid Tab { get; set; } = Guid.CreateVersion7();

    [PlainText(DailyReport.LongText, Lines = true)]
    public string? Note { get; set; }

    public List<string> Recipients { get; set; } = [];

    public List<ActivityForm> Activities { get; set; } = [];

    /// <summary>The words of activities beyond the most there can be, as plain text to copy from: as rows, thousands of them made a page of many megabytes. Saved only once it is empty.</summary>
    public string? Rest { get; set; }

    /// <summary>
    /// Reads the fields as they were sent. Not by model binding, which fails on more rows than it expects and on gaps between their numbers. One row more than there can be is kept as
    /// a row, which is refused with its words; those after it become <see cref="Rest"/>.
    /// </summary>
    public static ReportForm Read(IFormCollection fields)
    {
        var form = new ReportForm { Revision = Number(fields["Revision"]), Version = Number(fields["Version"]), Tab = Guid.TryParse(fields["Tab"], out var tab) ? tab : Guid.Empty, Note = Clean(fields["Note"]), Rest = Clean(fields["Rest"]), Recipients = [.. fields["Recipients"].OfType<string>().Distinct().Take(DailyReport.MostRecipients + 1)] };
        var rows = new Dictionary<string, ActivityForm>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            var end = name.StartsWith("Activities[", StringComparison.Ordinal) ? name.IndexOf("].", StringComparison.Ordinal) : -1;
            if (end < 0)
            {
                continue;
            }

            var place = name[..end];
            if (!rows.TryGetValue(place, out var row))
            {
                form.Activities.Add(rows[place] = row = new ActivityForm());
            }

            row.Set(name[(end + 2)..], Clean(value));
        }

        form.KeepRest();
        return form;
    }

    public static ReportForm Of(DailyReport report, IReadOnlyDictionary<Guid, string> customerNames) => new()
    {
        Revision = report.Revision,
        Note = report.Note,
        Recipients = [.. report.Recipients.Select(r => r.ToString())],
        Activities = [.. report.Activities.OrderBy(a => a.Position).Select(a => ActivityForm.Of(a, a.CustomerId is { } c ? customerNames.GetValueOrDefault(c) : null))],
    };

    public static ReportForm? OfJson(string json) => JsonSerializer.Deserialize<ReportForm>(json);

    /// <summary>Those of the texts that are ids.</summary>
    public static HashSet<Guid> Ids(IEnumerable<string?> typed) => [.. typed.Select(t => Guid.TryParse(t, out var id) ? id : (Guid?)null).OfType<Guid>()];

    public string ToJson() => JsonSerializer.Serialize(this, Compact);

    /// <summary>One more activity with this customer, in place of empty ones; nothing when one has it already or there is no room.</summary>
    public void AddVisit(Guid customerId, string name)
    {
        if (Ids(Activities.Select(a => a.CustomerId)).Contains(customerId) || Activities.Count(a => !a.IsBlank) >= DailyReport.MostActivities)
        {
            return;
        }

        Activities.RemoveAll(a => a.IsBlank);
        Activities.Add(new ActivityForm { Kind = nameof(ActivityKind.Visit), CustomerId = customerId.ToString(), CustomerName = name });
    }

    /// <summary>One more activity, in place of empty ones.</summary>
    /// <returns>False when there is no room.</returns>
    public bool Add(ActivityForm activity)
    {
        if (Activities.Count(a => !a.IsBlank) >= DailyReport.MostActivities)
        {
            return false;
        }

        Activities.RemoveAll(a => a.IsBlank);
        Activities.Add(activity);
        return true;
    }

    private void KeepRest()
    {
        if (Activities.Count > DailyReport.MostActivities)
        {
            Activities.RemoveAll(a => a.IsBlank);
        }

        const int Rows = DailyReport.MostActivities + 1;
        if (Activities.Count > Rows)
        {
            Rest = string.Join('\n', Activities.Skip(Rows).Select(a => a.Words).Prepend(Rest).OfType<string>());
            Activities.RemoveRange(Rows, Activities.Count - Rows);
        }
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string? Clean(string? text) => text?.ReplaceLineEndings("\n").Trim() is { Length: > 0 } clean ? clean : null;
}

/// <summary>One activity as typed.</summary>
internal sealed class ActivityForm
{
    public string? Id { get; set; }

    public string? Kind { get; set; }

    public string? CustomerId { get; set; }

    /// <summary>What stands in the customer's box, whether or not one was chosen.</summary>
    [PlainText(120)]
    public string? CustomerName { get; set; }

    public string? ContactId { get; set; }

    public string? Start { get; set; }

    public string? End { get; set; }

    public string? Purpose { get; set; }

    public string? Result { get; set; }

    public string? Prospect { get; set; }

    [PlainText(200)]
    public string? NextAction { get; set; }

    public string? NextActionOn { get; set; }

    [PlainText(DailyReport.LongText, Lines = true)]
    public string? Text { get; set; }

    /// <summary><see cref="EntryKey"/> of the appointment that it was made of.</summary>
    public string? Entry { get; set; }

    /// <summary>Nothing was typed or chosen but the kind, which a new row has by itself.</summary>
    [JsonIgnore]
    public bool IsBlank => (CustomerId ?? CustomerName ?? ContactId ?? Start ?? End ?? Purpose ?? Result ?? Prospect ?? NextAction ?? NextActionOn ?? Text) is null;

    /// <summary>What was typed, on one line or more.</summary>
    [JsonIgnore]
    public string Words => string.Join(' ', new[] { Start, End, CustomerName, Text, NextAction, NextActionOn }.OfType<string>());

    public static ActivityForm Of(Activity activity, string? customerName) => new()
    {
        Id = activity.Id.ToString(),
        Kind = activity.Kind.ToString(),
        CustomerId = activity.CustomerId?.ToString(),
        CustomerName = customerName,
        ContactId = activity.ContactId?.ToString(),
        Start = activity.Start?.ToString("H:mm", CultureInfo.InvariantCulture),
        End = activity.End?.ToString("H:mm", CultureInfo.InvariantCulture),
        Purpose = activity.Purpose?.ToString(),
        Result = activity.Result?.ToString(),
        Prospect = activity.Prospect?.ToString(),
        NextAction = activity.NextAction,
        NextActionOn = activity.NextActionOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Text = activity.Text,
        Entry = EntryKey.Of(activity.EntryId, activity.EntryOriginalAt)?.ToString(),
    };

    public void Set(string field, string? value)
    {
        switch (field)
        {
            case nameof(Id): Id = value; break;
            case nameof(Kind): Kind = value; break;
            case nameof(CustomerId): CustomerId = value; break;
            case nameof(CustomerName): CustomerName = value; break;
            case nameof(ContactId): ContactId = value; break;
            case nameof(Start): Start = value; break;
            case nameof(End): End = value; break;
            case nameof(Purpose): Purpose = value; break;
            case nameof(Result): Result = value; break;
            case nameof(Prospect): Prospect = value; break;
            case nameof(NextAction): NextAction = value; break;
            case nameof(NextActionOn): NextActionOn = value; break;
            case nameof(Text): Text = value; break;
            case nameof(Entry): Entry = value; break;
            default: break;        // a field that the form does not have
        }
    }
}
