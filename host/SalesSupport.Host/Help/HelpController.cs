using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;

namespace SalesSupport.Host.Help;

/// <summary>How the day goes in this product, on one page. Each screen has its own short help besides.</summary>
[Authorize(Policies.User)]
[Route("help")]
public sealed class HelpController : Controller
{
    [HttpGet]
    public IActionResult Index() => View();
}
