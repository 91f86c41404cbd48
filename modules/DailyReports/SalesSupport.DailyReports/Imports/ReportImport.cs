using System.Text.Json;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Contracts;

namespace SalesSupport.DailyReports.Imports;

/// <summary>How far an import is. Words: <c>ImportState.Prepared</c> and so on.</summary>
internal enum ImportState
{
    /// <summary>The file is there; its columns are being told and looked at.</summary>
    Prepared,

    /// <summary>Reports are being made, some with each step.</summary>
    Running,

    /// <summary>All are made; the file is gone.</summary>
    Done,

    /// <summary>Reports are being taken out again.</summary>
    Undoing,

    /// <summary>All are taken out that nobody has touched since.</summary>
    Undone,
}

/// <summary>取り込み: daily reports of another system, read from a file (R93). The row stays as history; the file goes as soon as it is not needed.</summary>
[NotAudited("that reports were imported or taken out is told once as a whole")]
internal sealed class ReportImport : Entity, ITenantOwned
{
    public const int NameLength = 200;
    public const int ChoicesLength = 200_000;

    private ReportImport()
    {
    }

    public Guid TenantId { get; private set; }

    /// <summary>Comes from the form, so that a file sent twice is one import.</summary>
    public Guid Id { get; private init; }

    public Guid ById { get; private init; }

    public DateOnly Date { get; private init; }

    public DateTimeOffset At { get; private init; }

    public string FileName { get; private init; } = "";

    public ImportState State { get; private set; }

    /// <summary>When something last happened to it; a page that is open drives it on, and the job what nobody drives.</summary>
    public DateTimeOffset StepAt { get; private set; }

    /// <summary><see cref="ImportChoices"/> as JSON.</summary>
    public string Choices { get; private set; } = "";

    /// <summary>Reports that the file makes, one per author and day.</summary>
    public int Total { get; private set; }

    /// <summary>How many of them were dealt with, in the order of the file.</summary>
    public int Dealt { get; private set; }

    public int Imported { get; private set; }

    /// <summary>Not imported, because the author had a report of that day.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Rows that could not be read.</summary>
    public int BadRows { get; private set; }

    public int NewCustomers { get; private set; }

    public int TakenOut { get; private set; }

    public static ReportImport Of(Guid id, Guid by, string fileName, ImportChoices choices, DateTimeOffset now) =>
        new() { Id = id, ById = by, FileName = fileName, Choices = choices.ToJson(), At = now, StepAt = now, Date = DateOnly.FromDateTime(now.ToJapan().DateTime) };

    public ImportChoices ReadChoices() => ImportChoices.OfJson(Choices);

    public void Choose(ImportChoices choices, DateTimeOffset now)
    {
        Check(ImportState.Prepared);
        Choices = choices.ToJson();
        StepAt = now;
    }

    public void Start(ImportChoices choices, int total, int badRows, DateTimeOffset now)
    {
        Check(ImportState.Prepared);
        if (total == 0)
        {
            throw new RuleBroken("ImportNothing");
        }

        (State, Choices, Total, BadRows, StepAt) = (ImportState.Running, choices.ToJson(), total, badRows, now);
    }

    /// <summary>Some more are made, in the transaction that makes them.</summary>
    public void Advance(int dealt, int imported, int newCustomers, IReadOnlyDictionary<Guid, DateOnly> latestDates, DateTimeOffset now)
    {
        Check(ImportState.Running);
        Dealt += dealt;
        Imported += imported;
        LeftOut += dealt - imported;
        NewCustomers += newCustomers;
        StepAt = now;
        State = Dealt >= Total ? ImportState.Done : State;
        if (latestDates.Count > 0)
        {
            Record(new ReportsImported(latestDates));
        }
    }

    public void Undo(DateTimeOffset now)
    {
        Check(ImportState.Done);
        (State, StepAt) = (ImportState.Undoing, now);
    }

    /// <summary>Some more are taken out; none means that all are.</summary>
    public void TakeOut(int reports, IReadOnlyList<DroppedActivity> dropped, DateTimeOffset now)
    {
        Check(ImportState.Undoing);
        TakenOut += reports;
        StepAt = now;
        State = reports == 0 ? ImportState.Undone : State;
        if (dropped.Count > 0)
        {
            Record(new ImportUndone(dropped));
        }
    }

    private void Check(ImportState expected)
    {
        if (State != expected)
        {
            throw new RuleBroken("ImportIsElsewhere");
        }
    }
}

/// <summary>The file as it was sent, packed. Its id is the import's.</summary>
[NotAudited("kept only until it has been read")]
internal sealed class ImportFile : ITenantOwned
{
    public Guid TenantId { get; private set; }

    public required Guid Id { get; init; }

    public required byte[] Packed { get; init; }
}

/// <summary>What was chosen for an import.</summary>
internal sealed record ImportChoices
{
    /// <summary>One of <see cref="CsvText.Encodings"/>.</summary>
    public string Encoding { get; init; } = CsvText.Utf8;

    /// <summary>Which column a field is read from, counted from 0; a field without one is left empty.</summary>
    public IReadOnlyDictionary<ImportField, int> Columns { get; init; } = new Dictionary<ImportField, int>();

    /// <summary>Who is meant by a name in the file, folded; said by hand, or found when the import began.</summary>
    public IReadOnlyDictionary<string, Guid> Authors { get; init; } = new Dictionary<string, Guid>();

    /// <summary>Whether customers that are not known are registered.</summary>
    public bool RegistersCustomers { get; init; }

    public bool IsSame(ImportChoices other) => ToJson() == other.ToJson();

    public static ImportChoices OfJson(string json) => JsonSerializer.Deserialize<ImportChoices>(json)!;

    public string ToJson() => JsonSerializer.Serialize(this with { Columns = new SortedDictionary<ImportField, int>(Columns.ToDictionary()), Authors = new SortedDictionary<string, Guid>(Authors.ToDictionary(), StringComparer.Ordinal) });
}
