using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Settings;

/// <summary>共通設定: one page of sections, each from a module.</summary>
[Authorize(Policies.Administrator)]
[Route("settings")]
public sealed class SettingsController : Controller
{
    private static readonly SettingsSection Audit = new("AuditTitle", "AuditDescription", "history", "/settings/audit", 900);

    [HttpGet]
    public IActionResult Index([FromServices] IStringLocalizerFactory texts)
    {
        var catalog = HttpContext.RequestServices.GetRequiredService<ModuleCatalog>();
        var sections = catalog.All.SelectMany(m => m.Settings).Append(Audit).OrderBy(s => s.Order)
            .Select(s => (Words: texts.Create(s.Texts ?? typeof(Texts)), Section: s))
            .Select(s => new ShownSection(s.Words[s.Section.Title], s.Words[s.Section.Description], s.Section.Icon, s.Section.Url));
        return View(sections.ToArray());
    }
}

/// <summary>A section as shown.</summary>
public sealed record ShownSection(string Title, string Description, string Icon, string Url);
