using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Companies;

/// <summary>The form of a name alone.</summary>
internal sealed class QuickForm
{
    /// <summary>The company's id, so that a form sent twice makes one.</summary>
    public Guid FormId { get; set; }

    [Required, PlainText(120)]
    public string? Name { get; set; }

    [PlainText(120)]
    public string? Kana { get; set; }
}

/// <summary>A customer made by its name alone, from a dialog within another form such as the report's (R20).</summary>
[Authorize(Policies.User)]
[Route("customers/quick")]
internal sealed class QuickCompaniesController(CustomersDbContext db, IUnitOfWork unitOfWork, CurrentUser user, TimeProvider clock, CustomerWords words) : Controller
{
    [HttpGet]
    public IActionResult New(string? name) => PartialView("/Customers/Companies/_Quick.cshtml", new QuickForm { FormId = Guid.CreateVersion7(), Name = name });

    /// <summary>Tells the combo box that asked (by header), any other caller in JSON, what was made.</summary>
    [HttpPost]
    public async Task<IActionResult> Create(QuickForm form, CancellationToken cancel)
    {
        var inDialog = Request.Headers.ContainsKey("HX-Request");
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return inDialog
                ? PartialView("/Customers/Companies/_Quick.cshtml", form)
                : Json(new { errors = ModelState.Where(f => f.Value!.Errors.Count > 0).ToDictionary(f => f.Key, f => f.Value!.Errors[0].ErrorMessage) });
        }

        var id = form.FormId == Guid.Empty ? Guid.CreateVersion7() : form.FormId;
        Company? company = null;
        // Looked at and made in one transaction: both copies of a form that was sent twice may come at the same instant.
        await unitOfWork.RunAsync(
            async c =>
            {
                var sent = await db.Companies.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, c);
                company = sent?.Name == form.Name ? sent : null;
                if (company is null)
                {
                    company = Company.Register(sent is null ? id : Guid.CreateVersion7(), new CompanyDetails(form.Name!, form.Kana, OwnerId: user.Id), clock.GetUtcNow());
                    db.Companies.Add(company);
                    words.Forget();
                }
            },
            cancel);

        if (inDialog)
        {
            // The serializer's default escapes all but ASCII, which is what a header can hold.
            Response.Headers["HX-Trigger"] = JsonSerializer.Serialize(new { picked = new { id = company!.Id, title = company.Name } });
            return NoContent();
        }

        return Json(new { id = company!.Id, title = company.Name });
    }
}
