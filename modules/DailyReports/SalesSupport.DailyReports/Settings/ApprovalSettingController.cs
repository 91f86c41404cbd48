using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;

namespace SalesSupport.DailyReports.Settings;

/// <summary>Whether submitted reports are approved by the author's superior (R27).</summary>
internal sealed record ApprovalSetting
{
    public bool Enabled { get; init; } = true;
}

/// <summary>共通設定 → 日報の承認.</summary>
[Authorize(Policies.Administrator)]
[Route("settings/approval")]
internal sealed class ApprovalSettingController(ISettings settings, IUnitOfWork unitOfWork) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Edit(CancellationToken cancel) => View("/DailyReports/Settings/Edit.cshtml", await settings.GetAsync<ApprovalSetting>(cancel));

    [HttpPost]
    public async Task<IActionResult> Update([FromForm] bool? enabled, CancellationToken cancel)
    {
        if (enabled is not { } on)
        {
            ModelState.AddModelError("Enabled", HouseTexts.Get("ValueRequired"));
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("/DailyReports/Settings/Edit.cshtml", await settings.GetAsync<ApprovalSetting>(cancel));
        }

        await settings.SetAsync(new ApprovalSetting { Enabled = on }, cancel);
        await unitOfWork.SaveAsync(cancel);
        TempData["Toast"] = HouseTexts.Get("Saved");
        return Redirect("/settings/approval");
    }
}
