using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Approvals;

namespace SalesSupport.DailyReports.Settings;

/// <summary>Whether submitted reports are approved by the author's superior (R27).</summary>
internal sealed record ApprovalSetting
{
    public bool Enabled { get; init; } = true;
}

/// <summary>共通設定 → 日報の承認.</summary>
[Authorize(Policies.Administrator)]
[Route("settings/approval")]
internal sealed class ApprovalSettingController(ISettings settings, WaitingReports waiting, IUnitOfWork unitOfWork, IStringLocalizer<Texts> texts) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Edit(CancellationToken cancel)
    {
        var (stored, version) = await settings.ReadAsync<ApprovalSetting>(cancel);
        return Form(new ApprovalForm { Enabled = stored.Enabled, Version = version });
    }

    [HttpPost]
    public async Task<IActionResult> Update(ApprovalForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Form(form);
        }

        var on = form.Enabled!.Value;
        try
        {
            await unitOfWork.RunAsync(c => ChangeAsync(on, form.Version, c), cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await ConflictAsync(form, on, cancel);
        }

        TempData["Toast"] = HouseTexts.Get("Saved");
        return Redirect("/settings/approval");
    }

    private async Task ChangeAsync(bool on, int? version, CancellationToken cancel)
    {
        await settings.SetAsync(new ApprovalSetting { Enabled = on }, version, cancel);
        if (!on)
        {
            await waiting.FinishAllAsync(cancel);
        }
    }

    private async Task<IActionResult> ConflictAsync(ApprovalForm form, bool on, CancellationToken cancel)
    {
        var (stored, version) = await settings.ReadAsync<ApprovalSetting>(cancel);
        ViewData["Conflict"] = new Conflict(stored.Enabled == on ? [] : [new ConflictField(texts["ApprovalTitle"], Words(on), Words(stored.Enabled))]);
        ModelState.Remove(nameof(ApprovalForm.Version));
        form.Version = version;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Form(form);

        static string Words(bool enabled) => HouseTexts.Get(enabled ? "Yes" : "No");
    }

    private ViewResult Form(ApprovalForm form) => View("/DailyReports/Settings/Edit.cshtml", form);
}

/// <summary>The form.</summary>
internal sealed class ApprovalForm
{
    public int? Version { get; set; }

    [Required]
    public bool? Enabled { get; set; }
}
