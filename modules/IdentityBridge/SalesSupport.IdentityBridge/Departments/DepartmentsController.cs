using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>部署: the tree, adding, renaming and moving.</summary>
[Authorize(Policies.Administrator)]
[Route("settings/departments")]
internal sealed class DepartmentsController(IdentityBridgeDbContext db, IPeople people, IUnitOfWork unitOfWork, IStringLocalizer<Texts> texts) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(new DepartmentList(await people.GetAsync(cancel), new DepartmentForm { FormId = Guid.CreateVersion7() }));

    [HttpPost]
    public async Task<IActionResult> Create([Bind(Prefix = "Form")] DepartmentForm form, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        if (form.ParentId is not null && book.FindDepartment(form.ParentId) is null)
        {
            return NotFound();
        }

        if (ModelState.IsValid && await TryAsync(async c => Add(form, await AllAsync(c)), "Form.", cancel))
        {
            TempData["Toast"] = texts["DepartmentAdded", form.Name!].Value;
            return RedirectToAction(nameof(Index));
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Index", new DepartmentList(book, form));
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel)
    {
        var department = await db.Departments.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancel);
        return department is null ? NotFound() : View(new DepartmentEdit(department, DepartmentForm.Of(department), await people.GetAsync(cancel)));
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, [Bind(Prefix = "Form")] DepartmentForm form, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        var stored = await db.Departments.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancel);
        if (stored is null || (form.ParentId is not null && book.FindDepartment(form.ParentId) is null))
        {
            return NotFound();
        }

        if (stored.Version != form.Version)
        {
            ViewData["Conflict"] = Abstractions.Conflict.Between(Shown(form, book), Shown(DepartmentForm.Of(stored), book), name => texts[name]);
            form.Version = stored.Version;
            ModelState.Remove("Form.Version");
            Response.StatusCode = StatusCodes.Status409Conflict;
            return View("Edit", new DepartmentEdit(stored, form, book));
        }

        if (ModelState.IsValid && await TryAsync(async c => Change(id, form, await AllAsync(c)), "Form.", cancel))
        {
            TempData["Toast"] = texts["DepartmentSaved", form.Name!].Value;
            return RedirectToAction(nameof(Index));
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Edit", new DepartmentEdit(stored, form, book));
    }

    [HttpPost("{id:guid}/position")]
    public async Task<IActionResult> Move(Guid id, int step, CancellationToken cancel)
    {
        var found = false;
        await unitOfWork.RunAsync(
            async c =>
            {
                var all = await AllAsync(c);
                var department = all.Find(d => d.Id == id);
                found = department is not null;
                department?.MoveBy(step, all);
            },
            cancel);
        return found ? RedirectToAction(nameof(Index)) : NotFound();
    }

    [HttpPost("{id:guid}/deletion")]
    public async Task<IActionResult> Delete(Guid id, CancellationToken cancel)
    {
        var stored = await db.Departments.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancel);
        if (stored is null)
        {
            return NotFound();
        }

        if (await TryAsync(c => DeleteAsync(id, c), "", cancel))
        {
            TempData["Toast"] = texts["DepartmentDeleted", stored.Name].Value;
            return RedirectToAction(nameof(Index));
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Edit", new DepartmentEdit(stored, DepartmentForm.Of(stored), await people.GetAsync(cancel)));
    }

    private void Add(DepartmentForm form, List<Department> all)
    {
        // Sent twice it is added once; typed anew into the same form it is another one.
        var sent = all.Find(d => d.Id == form.FormId);
        if (sent?.Name != form.Name || sent?.ParentId != form.ParentId)
        {
            db.Departments.Add(Department.Add(form.Name!, form.ParentId, all, form.FormId == Guid.Empty || sent is not null ? null : form.FormId));
        }
    }

    private static void Change(Guid id, DepartmentForm form, List<Department> all)
    {
        var department = all.Find(d => d.Id == id);
        if (department?.Version != form.Version)
        {
            throw new DbUpdateConcurrencyException();
        }

        department.Change(form.Name!, form.ParentId, all);
    }

    private async Task DeleteAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Departments.SingleOrDefaultAsync(d => d.Id == id, cancel) is not { } department)
        {
            return;        // sent twice: the other one has done it
        }

        department.Close(await db.Users.CountAsync(u => u.DepartmentId == id, cancel), await db.Departments.CountAsync(d => d.ParentId == id, cancel));
        db.Departments.Remove(department);
    }

    private static ShownDepartment Shown(DepartmentForm form, PeopleBook book) => new(form.Name, book.FindDepartment(form.ParentId)?.Name);

    private Task<List<Department>> AllAsync(CancellationToken cancel) => db.Departments.OrderBy(d => d.Id).ToListAsync(cancel);

    /// <summary>Rules are checked on what is stored, inside the transaction that changes it.</summary>
    private async Task<bool> TryAsync(Func<CancellationToken, Task> change, string prefix, CancellationToken cancel)
    {
        try
        {
            await unitOfWork.RunAsync(change, cancel);
            return true;
        }
        catch (RuleBroken broken)
        {
            ModelState.AddModelError(broken.Field is null ? "" : prefix + broken.Field, texts[broken.Key, [.. broken.Arguments]]);
            return false;
        }
    }
}

/// <summary>A department as it is typed.</summary>
internal sealed class DepartmentForm
{
    /// <summary>Made with the form of a new one, so that a form sent twice makes one department.</summary>
    public Guid FormId { get; set; }

    public int Version { get; set; }

    [Required]
    [PlainText(100)]
    public string? Name { get; set; }

    public Guid? ParentId { get; set; }

    public static DepartmentForm Of(Department department) => new() { Version = department.Version, Name = department.Name, ParentId = department.ParentId };
}

/// <summary>A department in words, for the conflict screen; the properties' names are keys of texts.</summary>
internal sealed record ShownDepartment(string? DepartmentName, string? DepartmentParent);

/// <summary>The tree, and the form for one more.</summary>
internal sealed record DepartmentList(PeopleBook Book, DepartmentForm Form);

/// <summary>One department.</summary>
internal sealed record DepartmentEdit(Department Department, DepartmentForm Form, PeopleBook Book);
