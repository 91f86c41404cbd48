using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;

namespace SalesSupport.Host.Settings;

/// <summary>共通設定: one page of sections, each from a module.</summary>
[Authorize(Policies.Administrator)]
[Route("settings")]
public sealed class SettingsController : Controller
{
    [HttpGet]
    public IActionResult Index([FromServices] SettingsSections sections, string? q) => View(new SettingsPage(q, [.. sections.Find(q ?? "")]));
}

/// <summary>Model of the page.</summary>
/// <param name="Text">What was typed into its search box.</param>
/// <param name="Sections">The sections that have it.</param>
public sealed record SettingsPage(string? Text, IReadOnlyList<ShownSection> Sections);
