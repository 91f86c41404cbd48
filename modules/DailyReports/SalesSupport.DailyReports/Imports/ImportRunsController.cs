using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;

namespace SalesSupport.DailyReports.Imports;

/// <summary>One import: its columns are told and looked at, then it runs, step by step, and can be taken out again at any time.</summary>
[Authorize(Policies.Administrator)]
[Route("reports/imports/{id:guid}")]
internal sealed class ImportRunsController(DailyReportsDbContext db, ImportFiles files, ImportSteps steps, IUnitOfWork unitOfWork, IPeople people, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    private const string ShowView = "/DailyReports/Imports/Show.cshtml";

    /// <summary>How long one request of an open page works, so that it shows how far it is.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    [HttpGet]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) =>
        await FindAsync(id, cancel) is { } import ? await PageAsync(import, import.ReadChoices(), cancel) : NotFound();

    /// <summary>Keeps what was chosen and shows what becomes of it.</summary>
    [HttpPost]
    public async Task<IActionResult> Update(Guid id, CancellationToken cancel)
    {
        if (await ReadAsync(id, cancel) is not var (import, choices))
        {
            return NotFound();
        }

        if (import.State == ImportState.Prepared)
        {
            await ChooseAsync(import, choices, cancel);
        }

        return Redirect(ImportsController.Address(id));
    }

    [HttpPost("start")]
    public async Task<IActionResult> Start(Guid id, CancellationToken cancel)
    {
        if (await ReadAsync(id, cancel) is not var (import, choices))
        {
            return NotFound();
        }

        if (import.State != ImportState.Prepared)
        {
            return Redirect(ImportsController.Address(id));        // pressed twice
        }

        if (!choices.IsSame(import.ReadChoices()))
        {
            // What is imported is what was looked at.
            await ChooseAsync(import, choices, cancel);
            TempData["Toast"] = texts["ImportLookAgain"].Value;
            return Redirect(ImportsController.Address(id));
        }

        foreach (var field in new[] { ImportField.Date, ImportField.Text }.Where(f => !choices.Columns.ContainsKey(f)))
        {
            ModelState.AddModelError($"Columns.{field}", texts[field == ImportField.Date ? "ImportNoDateColumn" : "ImportNoTextColumn"]);
        }

        var plan = await files.PlanAsync(import, choices, cancel);
        if (ModelState.IsValid && plan.Reports.Count == 0)
        {
            ModelState.AddModelError("", texts["ImportNothing"]);
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await PageAsync(import, choices, cancel);
        }

        import.Start(choices with { Authors = plan.Found }, plan.Reports.Count, plan.BadRows, clock.GetUtcNow());
        unitOfWork.Audit("ReportsImported", id.ToString());
        return await SavedAsync(id, ImportState.Prepared, cancel);
    }

    /// <summary>Goes on for a moment; asked again and again by an open page.</summary>
    [HttpPost("steps")]
    public async Task<IActionResult> Go(Guid id, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is null)
        {
            return NotFound();
        }

        db.ChangeTracker.Clear();
        await steps.RunAsync(id, Longest, cancel);
        if (!Request.Headers.ContainsKey("HX-Request"))
        {
            return Redirect(ImportsController.Address(id));
        }

        if (await FindAsync(id, cancel) is { State: ImportState.Running or ImportState.Undoing } import)
        {
            return PartialView("/DailyReports/Imports/_Progress.cshtml", import);
        }

        Response.Headers["HX-Refresh"] = "true";
        return NoContent();
    }

    /// <summary>やめる: the file is forgotten, and with it that there was one.</summary>
    [HttpPost("removal")]
    public async Task<IActionResult> Remove(Guid id, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } import)
        {
            return NotFound();
        }

        if (import.State == ImportState.Prepared)
        {
            db.Imports.Remove(import);
            await db.SaveChangesAsync(cancel);
            TempData["Toast"] = texts["ImportForgotten"].Value;
        }

        return Redirect("/reports/imports");
    }

    [HttpGet("undo")]
    public async Task<IActionResult> Undo(Guid id, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } import)
        {
            return NotFound();
        }

        if (import.State != ImportState.Done)
        {
            return Redirect(ImportsController.Address(id));
        }

        var all = await db.Reports.CountAsync(r => r.ImportId == id, cancel);
        var untouched = await ImportSteps.Untouched(db, id).CountAsync(cancel);
        return View("/DailyReports/Imports/Undo.cshtml", new UndoPage(import, untouched, all - untouched));
    }

    [HttpPost("undo")]
    public async Task<IActionResult> TakeOut(Guid id, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } import)
        {
            return NotFound();
        }

        if (import.State != ImportState.Done)
        {
            return Redirect(ImportsController.Address(id));        // pressed twice
        }

        import.Undo(clock.GetUtcNow());
        unitOfWork.Audit("ReportsImportUndone", id.ToString());
        return await SavedAsync(id, ImportState.Done, cancel);
    }

    private Task<ReportImport?> FindAsync(Guid id, CancellationToken cancel) => db.Imports.SingleOrDefaultAsync(i => i.Id == id, cancel);

    // Of two presses at the same instant the second finds done what it was to do.
    private async Task<IActionResult> SavedAsync(Guid id, ImportState before, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            if (await FindAsync(id, cancel) is { } now && now.State == before)
            {
                throw;
            }
        }

        return Redirect(ImportsController.Address(id));
    }

    private async Task ChooseAsync(ReportImport import, ImportChoices choices, CancellationToken cancel)
    {
        if (!int.TryParse(Request.Form["Version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version != import.Version)
        {
            throw new DbUpdateConcurrencyException();
        }

        if (choices.Encoding != import.ReadChoices().Encoding)
        {
            // Its headings were other words.
            var table = await files.ReadAsync(import.Id, choices.Encoding, cancel);
            choices = new ImportChoices { Encoding = choices.Encoding, Columns = ImportColumns.Guess(table.Headers), RegistersCustomers = choices.RegistersCustomers };
        }

        import.Choose(choices, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }

    /// <returns>Null when there is no such import, or when somebody is named whom this member does not have.</returns>
    private async Task<(ReportImport Import, ImportChoices Choices)?> ReadAsync(Guid id, CancellationToken cancel)
    {
        if (!Request.HasFormContentType || await FindAsync(id, cancel) is not { } import)
        {
            return null;
        }

        var form = Request.Form;
        var encoding = form["Encoding"].ToString();
        var columns = Enum.GetValues<ImportField>().Select(f => (Field: f, Typed: form[$"Columns.{f}"].ToString()))
            .Where(c => int.TryParse(c.Typed, NumberStyles.None, CultureInfo.InvariantCulture, out var column) && column < CsvText.MostColumns)
            .ToDictionary(c => c.Field, c => int.Parse(c.Typed, CultureInfo.InvariantCulture));
        var authors = new Dictionary<string, Guid>(StringComparer.Ordinal);
        for (var i = 0; i < ImportPlan.MostAuthors && form.ContainsKey($"Authors[{i}].Name"); i++)
        {
            if (Guid.TryParse(form[$"Authors[{i}].Id"], out var person))
            {
                authors[SearchText.Fold(form[$"Authors[{i}].Name"])] = person;
            }
        }

        var book = await people.GetAsync(cancel);
        return authors.Values.Any(a => book.Find(a) is null)
            ? null
            : (import, new ImportChoices { Encoding = CsvText.Encodings.ContainsKey(encoding) ? encoding : CsvText.Utf8, Columns = columns, Authors = authors, RegistersCustomers = form["RegistersCustomers"] == "true" });
    }

    private async Task<IActionResult> PageAsync(ReportImport import, ImportChoices choices, CancellationToken cancel)
    {
        if (import.State != ImportState.Prepared)
        {
            return View(ShowView, new ImportPage(import, choices, null, null, await people.GetAsync(cancel)));
        }

        var plan = await files.PlanAsync(import, choices, cancel);
        return View(ShowView, new ImportPage(import, choices, plan, await ImportSteps.ThereAsync(db, plan.Reports, cancel), await people.GetAsync(cancel)));
    }
}

/// <summary>An import on its page; plan and days that have a report already only while it is prepared.</summary>
internal sealed record ImportPage(ReportImport Import, ImportChoices Choices, ImportPlan? Plan, IReadOnlySet<(Guid AuthorId, DateOnly Date)>? There, PeopleBook Book)
{
    public const int MostPreviewed = 20;
    public const int MostFaults = 100;
    public const int MostSample = 3;
    private const int MostCharacters = 60;

    /// <summary>As much of a cell as the page shows.</summary>
    public static string Beginning(string? text)
    {
        var line = (text ?? "").ReplaceLineEndings(" ");
        return line.Length <= MostCharacters ? line : $"{line[..(char.IsHighSurrogate(line[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)]}…";
    }

    public static string Words(ImportFault fault, IStringLocalizer texts) =>
        texts[fault.Key, fault.Argument] is { ResourceNotFound: false } words ? words : HouseTexts.Get(fault.Key, fault.Argument);
}

/// <summary>What taking an import out would do.</summary>
internal sealed record UndoPage(ReportImport Import, int Goes, int Stays);
