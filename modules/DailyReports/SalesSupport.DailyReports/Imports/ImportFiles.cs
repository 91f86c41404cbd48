using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;

namespace SalesSupport.DailyReports.Imports;

/// <summary>The file of an import: how it is kept, and what it becomes.</summary>
internal sealed class ImportFiles(DailyReportsDbContext db, IPeople people)
{
    /// <exception cref="RuleBroken">It is no table that can be imported.</exception>
    public static CsvTable Check(CsvTable table)
    {
        var fault = table.Headers.Count < 2 ? "ImportNoTable"
            : table.Headers.Count > CsvText.MostColumns ? "ImportTooManyColumns"
            : table.Rows.Count == 0 ? "ImportNoRows"
            : table.Rows.Count > CsvText.MostRows ? "ImportTooManyRows"
            : null;
        return fault is null ? table : throw new RuleBroken(fault, "File", fault == "ImportTooManyColumns" ? CsvText.MostColumns : CsvText.MostRows);
    }

    public static ImportFile Pack(Guid id, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(bytes);
        }

        return new ImportFile { Id = id, Packed = packed.ToArray() };
    }

    /// <summary>What the file becomes with these choices, and the people as they are now.</summary>
    public async Task<ImportPlan> PlanAsync(ReportImport import, ImportChoices choices, CancellationToken cancel)
    {
        var table = await ReadAsync(import.Id, choices.Encoding, cancel);
        // The day of the import, so that it is the same whenever it goes on.
        return ImportPlan.Of(table, choices, await people.GetAsync(cancel), import.Date);
    }

    public async Task<CsvTable> ReadAsync(Guid id, string encoding, CancellationToken cancel)
    {
        var packed = await db.ImportFiles.AsNoTracking().Where(f => f.Id == id).Select(f => f.Packed).SingleOrDefaultAsync(cancel) ?? [];
        using var bytes = new MemoryStream();
        await using (var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
        {
            await zip.CopyToAsync(bytes, cancel);
        }

        return CsvText.Parse(bytes.ToArray(), encoding);
    }
}
