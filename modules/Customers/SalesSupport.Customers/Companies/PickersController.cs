using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Data;
using SalesSupport.Customers.Search;

namespace SalesSupport.Customers.Companies;

/// <summary>What a combo box offers.</summary>
internal sealed record Pick(Guid Id, string Title, string? Detail);

/// <summary>Customers for combo boxes on other pages.</summary>
[Authorize(Policies.User)]
[Route("customers")]
internal sealed class PickersController(CustomersDbContext db, CurrentUser user, IPeople people) : Controller
{
    private const int Most = 20;

    /// <summary>Found by what was typed; before anything is typed, those one is in charge of, latest activity first.</summary>
    [HttpGet("picker")]
    public async Task<IActionResult> Companies(string? q, CancellationToken cancel)
    {
        var companies = db.Companies.AsNoTracking();
        companies = SearchWords.Parse(q) is { } words
            ? companies.Matching(db, words).OrderBy(c => c.SortKey).ThenBy(c => c.Id)
            : companies.Where(c => c.OwnerId == user.Id).OrderByDescending(c => c.LastActivityOn).ThenByDescending(c => c.Id);
        var found = await companies.Take(Most).Select(c => new { c.Id, c.Name, c.OwnerId, c.Address }).ToListAsync(cancel);
        var book = await people.GetAsync(cancel);
        return Json(found.Select(c => new Pick(c.Id, c.Name, string.Join("・", new[] { book.Find(c.OwnerId)?.Name, c.Address }.Where(t => !string.IsNullOrEmpty(t))))));
    }
}
