using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;

namespace SalesSupport.DailyReports.Imports;

/// <summary>取り込み: what was imported, and the form that sends a file.</summary>
[Authorize(Policies.Administrator)]
[Route("reports/imports")]
internal sealed class ImportsController(DailyReportsDbContext db, IPeople people, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    private const int PageSize = 40;

    [HttpGet]
    public Task<IActionResult> Index(string? after, CancellationToken cancel) => ListAsync(new UploadForm { FormId = Guid.CreateVersion7() }, PageKey.Parse(after), cancel);

    /// <summary>Takes the file; nothing is imported yet.</summary>
    [HttpPost]
    public async Task<IActionResult> Create(UploadForm form, CancellationToken cancel)
    {
        var id = form.FormId == Guid.Empty ? Guid.CreateVersion7() : form.FormId;
        if (form.FormId != Guid.Empty && await db.Imports.AnyAsync(i => i.Id == id, cancel))
        {
            return Redirect(Address(id));        // sent twice
        }

        if (form.File is null or { Length: 0 })
        {
            ModelState.AddModelError(nameof(form.File), texts["ImportFileMissing"]);
        }
        else if (form.File.Length > CsvText.MostBytes)
        {
            ModelState.AddModelError(nameof(form.File), texts["ImportFileTooLarge", CsvText.MostBytes / 1024 / 1024]);
        }

        if (!ModelState.IsValid)
        {
            return await RefusedAsync(form, cancel);
        }

        var bytes = await BytesAsync(form.File!, cancel);
        var encoding = CsvText.Detect(bytes);
        CsvTable table;
        try
        {
            table = ImportFiles.Check(CsvText.Parse(bytes, encoding));
        }
        catch (RuleBroken broken)
        {
            ModelState.AddModelError(nameof(form.File), texts[broken.Key, [.. broken.Arguments]]);
            return await RefusedAsync(form, cancel);
        }

        var name = PlainTextAttribute.Clean(Path.GetFileName(form.File!.FileName.Replace('\\', '/')), ReportImport.NameLength);
        db.Imports.Add(ReportImport.Of(id, user.Id, name.Length == 0 ? "CSV" : name, new ImportChoices { Encoding = encoding, Columns = ImportColumns.Guess(table.Headers) }, clock.GetUtcNow()));
        db.ImportFiles.Add(ImportFiles.Pack(id, bytes));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (!await db.Imports.AnyAsync(i => i.Id == id, cancel))
            {
                throw;
            }

            // Both copies of one form came at the same instant.
        }

        return Redirect(Address(id));
    }

    public static string Address(Guid id) => $"/reports/imports/{id}";

    private static async Task<byte[]> BytesAsync(IFormFile file, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }

    private async Task<IActionResult> RefusedAsync(UploadForm form, CancellationToken cancel)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await ListAsync(form, null, cancel);
    }

    private async Task<IActionResult> ListAsync(UploadForm form, PageKey? after, CancellationToken cancel)
    {
        var imports = db.Imports.AsNoTracking();
        if (after is { Date: var date, Id: var id })
        {
            imports = imports.Where(i => i.Date <= date && (i.Date < date || i.Id.CompareTo(id) < 0));
        }

        var found = await imports.OrderByDescending(i => i.Date).ThenByDescending(i => i.Id).Take(PageSize + 1)
            .Select(i => new ImportLine(i.Id, i.Date, i.At, i.ById, i.FileName, i.State, i.Imported, i.LeftOut, i.BadRows, i.TakenOut)).ToListAsync(cancel);
        var rows = found.Take(PageSize).ToArray();
        return View("Index", new ImportList(form, rows, found.Count > PageSize ? new PageKey(rows[^1].Date, rows[^1].Id) : null, await people.GetAsync(cancel)));
    }
}

/// <summary>The form that sends a file.</summary>
internal sealed class UploadForm
{
    public Guid FormId { get; set; }

    public IFormFile? File { get; set; }
}

/// <summary>One line of the history.</summary>
internal sealed record ImportLine(Guid Id, DateOnly Date, DateTimeOffset At, Guid ById, string FileName, ImportState State, int Imported, int LeftOut, int BadRows, int TakenOut);

/// <summary>The history with the form above it.</summary>
internal sealed record ImportList(UploadForm Form, IReadOnlyList<ImportLine> Rows, PageKey? Next, PeopleBook Book);
