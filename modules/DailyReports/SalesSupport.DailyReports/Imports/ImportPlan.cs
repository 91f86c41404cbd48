using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Imports;

/// <summary>Why a row is not imported.</summary>
/// <param name="Row">Its number as a spreadsheet shows it.</param>
/// <param name="Field">The field, or null for the row as a whole.</param>
/// <param name="Key">Words in <see cref="Texts"/> or <see cref="HouseTexts"/>.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Argument">For the words' placeholder.</param>
internal sealed record ImportFault(int Row, ImportField? Field, string Key, string Value = "", int Argument = 0);

/// <summary>A row that was understood. Names of customers and contact persons are looked for only when it is imported.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Activity">Without customer and contact; null when the row holds nothing but the note.</param>
/// <param name="Customer">As it stands in the file, or null.</param>
/// <param name="Contact">Likewise.</param>
/// <param name="Kept">Lines for what no field can hold.</param>
internal sealed record ReadRow(int Row, WrittenActivity? Activity, string? Customer, string? Contact, IReadOnlyList<string> Kept);

/// <summary>One report that the file makes: all rows of an author and a day.</summary>
internal sealed record PlannedReport(Guid AuthorId, DateOnly Date, string? Note, IReadOnlyList<ReadRow> Rows);

/// <summary>A name in the file by which nobody is found, or more than one.</summary>
/// <param name="Text">As it stands there first.</param>
/// <param name="Folded">By which it is chosen.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Several">Whether several people have it.</param>
/// <param name="Chosen">Who was said to be meant, or null.</param>
internal sealed record AskedAuthor(string Text, string Folded, int Rows, bool Several, Guid? Chosen);

/// <summary>What a file becomes with the choices made so far. The same file, choices and people give the same plan, so that an import goes on after a crash where it was.</summary>
/// <param name="Table">The file.</param>
/// <param name="Reports">In the order in which they first appear.</param>
/// <param name="Faults">Of the rows that are left out.</param>
/// <param name="Authors">Who must be told by hand.</param>
/// <param name="Found">Everybody who is known by now, by the folded name.</param>
internal sealed record ImportPlan(CsvTable Table, IReadOnlyList<PlannedReport> Reports, IReadOnlyList<ImportFault> Faults, IReadOnlyList<AskedAuthor> Authors, IReadOnlyDictionary<string, Guid> Found)
{
    /// <summary>So many names can be asked for; with more it is probably another column.</summary>
    public const int MostAuthors = 300;

    private const int MostAuthorCharacters = 120;

    public int BadRows => Faults.DistinctBy(f => f.Row).Count();

    public static ImportPlan Of(CsvTable table, ImportChoices choices, PeopleBook book, DateOnly today)
    {
        var reading = new RowReading(table.Headers, choices.Columns, today);
        var asked = new Dictionary<string, AskedAuthor>(StringComparer.Ordinal);
        var found = new Dictionary<string, Guid>(StringComparer.Ordinal);
        var names = book.All.SelectMany(p => new[] { p.Name, p.Kana }.Select(SearchText.Fold).Where(n => n.Length > 0).Distinct().Select(n => (Name: n, p.Id))).ToLookup(p => p.Name, p => p.Id, StringComparer.Ordinal);
        var groups = new Dictionary<(Guid, DateOnly), Group>();
        var faults = new List<ImportFault>();
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var cells = table.Rows[i];
            if (cells.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            var number = CsvTable.NumberOf(i);
            var own = new List<ImportFault>();
            var author = AuthorOf(reading.Cell(cells, ImportField.Author) ?? "", number, own);
            var date = reading.DateOf(cells, number, own);
            var row = reading.Read(cells, number, date, own);
            var note = reading.TextOf(cells, ImportField.Note, number, own, DailyReport.LongText, lines: true);
            if (own.Count == 0 && row.Activity is null && note is null)
            {
                own.Add(new ImportFault(number, null, "ImportRowEmpty"));
            }

            if (own.Count == 0)
            {
                var key = (author!.Value, date!.Value);
                own.AddRange((groups.TryGetValue(key, out var group) ? group : groups[key] = new Group()).Take(row, note));
            }

            faults.AddRange(own);
        }

        return new ImportPlan(
            table,
            [.. groups.Where(g => g.Value.Rows.Count > 0).Select(g => new PlannedReport(g.Key.Item1, g.Key.Item2, g.Value.Note, g.Value.Rows))],
            faults,
            [.. asked.Values],
            found);

        Guid? AuthorOf(string text, int number, List<ImportFault> own)
        {
            if (text.Length > MostAuthorCharacters)
            {
                own.Add(new ImportFault(number, ImportField.Author, "TextTooLong", text, MostAuthorCharacters));
                return null;
            }

            // Also somebody who was deleted since the import began: the plan stays as it was counted, and their reports are left out when they are to be made.
            var folded = SearchText.Fold(text);
            Guid? chosen = choices.Authors.TryGetValue(folded, out var said) ? said : null;
            var meant = names[folded].Distinct().ToArray();
            if (chosen is null && meant.Length == 1)
            {
                return found[folded] = meant[0];
            }

            if (meant.Length != 1)
            {
                asked[folded] = asked.TryGetValue(folded, out var before) ? before with { Rows = before.Rows + 1 } : new AskedAuthor(text, folded, 1, meant.Length > 1, chosen);
            }

            if (chosen is { } id)
            {
                return found[folded] = id;
            }

            own.Add(new ImportFault(number, ImportField.Author, meant.Length > 1 ? "ImportAuthorSeveral" : text.Length == 0 ? "ImportAuthorMissing" : "ImportAuthorUnknown", text));
            return null;
        }
    }

    private sealed class Group
    {
        public List<ReadRow> Rows { get; } = [];

        public string? Note { get; private set; }

        // What would make the report too large is left out by itself.
        public IEnumerable<ImportFault> Take(ReadRow row, string? note)
        {
            if (row.Activity is not null && Rows.Count(r => r.Activity is not null) >= DailyReport.MostActivities)
            {
                return [new ImportFault(row.Row, null, "ImportTooManyActivities", Argument: DailyReport.MostActivities)];
            }

            // Each activity of a day often repeats the day's note.
            var joined = note is null || Note?.Split('\n').Contains(note) == true || Note == note ? Note : Note is null ? note : $"{Note}\n{note}";
            if (joined?.Length > DailyReport.LongText)
            {
                return [new ImportFault(row.Row, ImportField.Note, "TextTooLong", Argument: DailyReport.LongText)];
            }

            Note = joined;
            Rows.Add(row);
            return [];
        }
    }
}
