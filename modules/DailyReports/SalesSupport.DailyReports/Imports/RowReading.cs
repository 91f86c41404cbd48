using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Imports;

/// <summary>Reads one row of a file by the chosen columns. What is no word of ours is kept in the text under its own heading, so that nothing is lost.</summary>
internal sealed class RowReading(IReadOnlyList<string> headers, IReadOnlyDictionary<ImportField, int> columns, DateOnly today)
{
    private const int NameLength = 120;
    private const int NextActionLength = 200;
    private static readonly DateOnly First = new(1970, 1, 1);

    /// <summary>What stands in the row for a field, or null for nothing.</summary>
    public string? Cell(IReadOnlyList<string> cells, ImportField field) =>
        columns.TryGetValue(field, out var column) && column < cells.Count && cells[column].ReplaceLineEndings("\n").Trim() is { Length: > 0 } text ? text : null;

    public DateOnly? DateOf(IReadOnlyList<string> cells, int row, List<ImportFault> faults)
    {
        var text = Cell(cells, ImportField.Date);
        var date = text is null ? null : ImportedDate.Date(text);
        var fault = text is null ? "ImportDateMissing" : date is null || date < First ? "ImportDateInvalid" : date > today ? "ImportDateAhead" : null;
        if (fault is not null)
        {
            faults.Add(new ImportFault(row, ImportField.Date, fault, text ?? ""));
            return null;
        }

        return date;
    }

    public string? TextOf(IReadOnlyList<string> cells, ImportField field, int row, List<ImportFault> faults, int most, bool lines = false)
    {
        var text = Cell(cells, field);
        if (text is not null && !lines)
        {
            text = text.Replace('\n', ' ');
        }

        if (text is not null && PlainTextAttribute.Fault(text, most, lines) is { } fault)
        {
            faults.Add(new ImportFault(row, field, fault, text, most));
            return null;
        }

        return text;
    }

    public ReadRow Read(IReadOnlyList<string> cells, int row, DateOnly? date, List<ImportFault> faults)
    {
        var kept = new List<string>();
        var customer = TextOf(cells, ImportField.Customer, row, faults, NameLength);
        var contact = TextOf(cells, ImportField.Contact, row, faults, NameLength);
        var kind = Word(ImportField.Kind, ImportColumns.Kind) ?? (customer is null ? ActivityKind.InOffice : ActivityKind.Visit);
        var start = Time(ImportField.Start);
        var end = Time(ImportField.End);
        var purpose = Word(ImportField.Purpose, ImportColumns.Purpose);
        var result = Word(ImportField.Result, ImportColumns.Result);
        var prospect = Word(ImportField.Prospect, ImportColumns.Prospect);
        var next = TextOf(cells, ImportField.NextAction, row, faults, NextActionLength);
        var nextOn = NextOn();
        var text = TextOf(cells, ImportField.Text, row, faults, DailyReport.LongText, lines: true);
        var activity = new WrittenActivity(null, kind, Start: start, End: end, Purpose: purpose, Result: result, Prospect: prospect, NextAction: next, NextActionOn: nextOn, Text: text);
        if (date is { } day && activity.Fault(day) is { } fault)
        {
            var field = Enum.Parse<ImportField>(fault.Field);
            faults.Add(new ImportFault(row, field, fault.Key, Cell(cells, field) ?? ""));
        }

        // As if neither customer nor contact were known: their names then stand in the text too.
        if (WithNames(new ReadRow(row, activity, customer, contact, kept), true, true)?.Length > DailyReport.LongText)
        {
            faults.Add(new ImportFault(row, ImportField.Text, "TextTooLong", text ?? "", DailyReport.LongText));
        }

        var isBlank = (customer ?? contact ?? next ?? text) is null && kept.Count == 0 && start is null && end is null && purpose is null && result is null && prospect is null && nextOn is null;
        return new ReadRow(row, isBlank ? null : activity, customer, contact, kept);

        T? Word<T>(ImportField field, Func<string, T?> read)
            where T : struct
        {
            var typed = TextOf(cells, field, row, faults, DailyReport.LongText);
            var word = typed is null ? null : read(typed);
            if (typed is not null && word is null)
            {
                kept.Add(Line(field, typed));
            }

            return word;
        }

        // A column of days that is taken for a time too, such as 開始日時 without the time, says no time.
        TimeOnly? Time(ImportField field)
        {
            var typed = Cell(cells, field);
            if (typed is null || (columns.TryGetValue(ImportField.Date, out var shared) && columns[field] == shared && !typed.Contains(':', StringComparison.Ordinal)))
            {
                return null;
            }

            var time = ImportedDate.Time(typed);
            if (time is null)
            {
                faults.Add(new ImportFault(row, field, "ImportTimeInvalid", typed));
            }

            return time;
        }

        DateOnly? NextOn()
        {
            var typed = Cell(cells, ImportField.NextActionOn);
            var on = typed is null ? null : ImportedDate.Date(typed);
            if (typed is not null && on is null)
            {
                faults.Add(new ImportFault(row, ImportField.NextActionOn, "ImportDateInvalid", typed));
            }

            return on;
        }
    }

    /// <summary>The text of an activity, with what found no place elsewhere above it.</summary>
    public string? WithNames(ReadRow row, bool keepsCustomer, bool keepsContact)
    {
        string?[] lines =
        [
            keepsCustomer && row.Customer is { } customer ? Line(ImportField.Customer, customer) : null,
            keepsContact && row.Contact is { } contact ? Line(ImportField.Contact, contact) : null,
            .. row.Kept,
            row.Activity?.Text,
        ];
        var text = string.Join('\n', lines.OfType<string>());
        return text.Length == 0 ? null : text;
    }

    private string Line(ImportField field, string text) => columns.TryGetValue(field, out var column) && column < headers.Count ? $"{headers[column].Trim()}: {text}" : text;
}
