using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;

namespace SalesSupport.Portal.Passwords;

/// <summary>Choosing another password, of one's own will or because it is still the initial one.</summary>
[Authorize(Policies.PortalUser)]
[Route("portal/password")]
internal sealed class PasswordsController(PortalDbContext db, IUnitOfWork unitOfWork, PasswordRules passwords, SignOn signOn, LiveSessions sessions, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    [HttpGet]
    public IActionResult Edit(string? returnUrl) => View("/Portal/Passwords/Edit.cshtml", new PasswordForm { ReturnUrl = returnUrl });

    [HttpPost]
    public async Task<IActionResult> Edit(PasswordForm form, CancellationToken cancel)
    {
        var ticket = PortalTicket.Of(User)!;
        var user = await db.Users.SingleAsync(u => u.Id == ticket.UserId, cancel);
        if (ModelState.IsValid)
        {
            if (form.PasswordAgain != form.PasswordNew)
            {
                ModelState.AddModelError(nameof(form.PasswordAgain), texts["PasswordsDiffer"]);
            }
            else if (PasswordRules.Fault(form.PasswordNew!, ticket.MemberId, user) is { } fault)
            {
                ModelState.AddModelError(nameof(form.PasswordNew), texts[fault, PasswordRules.Shortest]);
            }
            else if (form.PasswordNew == form.PasswordCurrent)
            {
                ModelState.AddModelError(nameof(form.PasswordNew), texts["PasswordSame"]);
            }
            // Counted like a sign-on: whoever finds an open session must not guess here instead.
            else if (!await signOn.PayAsync(user.Login, cancel))
            {
                ModelState.AddModelError(nameof(form.PasswordCurrent), texts["SignOnLocked", AccountTries.LockTime.TotalMinutes]);
            }
            else if (!passwords.IsRight(user.PasswordHash, form.PasswordCurrent!))
            {
                ModelState.AddModelError(nameof(form.PasswordCurrent), texts["PasswordWrong"]);
            }
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("/Portal/Passwords/Edit.cshtml", form);
        }

        // Every session ends, also one that a thief holds, and by the fact those of SalesSupport; this browser gets a new one of the portal.
        var session = new PortalSession { UserId = user.Id, SignedOnAt = clock.GetUtcNow() };
        await unitOfWork.RunAsync(
            async c =>
            {
                await db.Sessions.Where(s => s.UserId == user.Id).ExecuteDeleteAsync(c);
                await signOn.ForgiveAsync(user.Login, c);
                user.ChoosePassword(ticket.MemberId, passwords.Hash(form.PasswordNew!));
                db.Sessions.Add(session);
                unitOfWork.Audit("PortalPasswordChanged", user.Id.ToString());
                unitOfWork.AfterCommitEverywhere(sessions.ForgetAll);
            },
            cancel);
        await HttpContext.SignInAsync(PortalTicket.Scheme, (ticket with { Session = session.Id, MustChangePassword = false, SignedOnAt = session.SignedOnAt }).ToPrincipal());
        return LocalRedirect(Url.IsLocalUrl(form.ReturnUrl) ? form.ReturnUrl! : "/portal?done=PasswordChanged");
    }
}

/// <summary>The form. Whatever page shows again what was typed leaves out fields that have "password" in their name.</summary>
internal sealed class PasswordForm
{
    [Required]
    [DataType(DataType.Password)]
    [PlainText(PasswordRules.Longest)]
    public string? PasswordCurrent { get; set; }

    [Required]
    [DataType(DataType.Password)]
    [PlainText(PasswordRules.Longest)]
    public string? PasswordNew { get; set; }

    [Required]
    [DataType(DataType.Password)]
    [PlainText(PasswordRules.Longest)]
    public string? PasswordAgain { get; set; }

    public string? ReturnUrl { get; set; }
}
