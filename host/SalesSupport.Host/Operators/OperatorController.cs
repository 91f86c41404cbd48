using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Host.Shell;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Operators;

/// <summary>The operator's door and front page.</summary>
[Authorize(Policies.Operator)]
[Route("operator")]
public sealed class OperatorController(IStringLocalizer<Texts> texts, SignOnRate rate, TimeProvider clock) : Controller
{
    /// <summary>The first thing in the operator's menu: members, when the portal is on.</summary>
    [HttpGet]
    public IActionResult Index() =>
        Redirect(HttpContext.RequestServices.GetRequiredService<HostMenu>().Items.First(i => i.Place == MenuPlace.Operator).Url);

    [HttpGet("sign-on")]
    [AllowAnonymous]
    public IActionResult SignOn(string? returnUrl) => View("/Operators/SignOn.cshtml", new OperatorSignOn { ReturnUrl = returnUrl });

    [HttpPost("sign-on")]
    [AllowAnonymous]
    public async Task<IActionResult> SignOn(OperatorSignOn form, CancellationToken cancel)
    {
        var address = HttpContext.Connection.RemoteIpAddress;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        if (ModelState.IsValid && rate.IsTooFast(address))
        {
            ModelState.AddModelError(nameof(form.Password), texts["Error429Text"]);
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }
        else if (ModelState.IsValid)
        {
            if (await AcceptedAsync(form, cancel) is { } accepted)
            {
                await HttpContext.SignInAsync(Operators.Scheme, accepted);
                return LocalRedirect(Url.IsLocalUrl(form.ReturnUrl) ? form.ReturnUrl! : "/operator");
            }

            rate.Refused(address);
            ModelState.AddModelError(nameof(form.Password), texts["OperatorRefused"]);
        }

        return View("/Operators/SignOn.cshtml", form);
    }

    [HttpPost("sign-out")]
    public async Task<IActionResult> Leave(CancellationToken cancel)
    {
        var session = Operators.SessionOf(User);
        var house = HttpContext.RequestServices.GetRequiredService<HouseDbContext>();
        var unitOfWork = HttpContext.RequestServices.GetRequiredService<IUnitOfWork>();
        await unitOfWork.RunAsync(
            async c =>
            {
                await house.OperatorSessions.Where(s => s.Id == session).ExecuteDeleteAsync(c);
                unitOfWork.Audit("OperatorSignedOut", User.FindFirstValue(ClaimTypes.Name) ?? "");
            },
            cancel);
        await HttpContext.SignOutAsync(Operators.Scheme);
        return Redirect("/operator/sign-on");
    }

    private async Task<ClaimsPrincipal?> AcceptedAsync(OperatorSignOn form, CancellationToken cancel)
    {
        var services = HttpContext.RequestServices;
        var house = services.GetRequiredService<HouseDbContext>();
        var unitOfWork = services.GetRequiredService<IUnitOfWork>();
        OperatorAccount? account = null;
        var paid = false;
        await unitOfWork.RunAsync(
            async c =>
            {
                account = await house.Operators.SingleOrDefaultAsync(o => o.Login == form.Login, c);
                paid = account?.Pay(clock.GetUtcNow()) == true;
            },
            cancel);
        // The same work whether or not the account exists, so that time does not tell.
        var verified = Operators.Passwords.VerifyHashedPassword(account ?? Nobody, (account ?? Nobody).PasswordHash, form.Password!);
        if (account is null || !paid || verified == PasswordVerificationResult.Failed)
        {
            // What is no account's name is not written down: it may be a password, typed into the wrong field.
            AuditAs(account is null ? User : Operators.Principal(account, Guid.Empty), "OperatorSignOnRefused", account?.Login ?? "");
            await house.SaveChangesAsync(cancel);
            return null;
        }

        var now = clock.GetUtcNow();
        var session = new OperatorSession { OperatorId = account.Id, SignedOnAt = now };
        var principal = Operators.Principal(account, session.Id);
        var hash = verified == PasswordVerificationResult.SuccessRehashNeeded ? Operators.Passwords.HashPassword(account, form.Password!) : account.PasswordHash;
        await unitOfWork.RunAsync(
            async c =>
            {
                // Not through the entity: two sign-ons of one account at once are no conflict.
                await house.Operators.Where(o => o.Id == account.Id).ExecuteUpdateAsync(o => o.SetProperty(a => a.FailedSignOns, 0).SetProperty(a => a.LockedUntil, (DateTimeOffset?)null).SetProperty(a => a.PasswordHash, hash), c);
                var before = now - OperatorSession.Longest;
                await house.OperatorSessions.Where(s => s.SignedOnAt < before).ExecuteDeleteAsync(c);
                house.OperatorSessions.Add(session);
                AuditAs(principal, "OperatorSignedOn", account.Login);
            },
            cancel);
        return principal;
    }

    // The row names the one who signs on, who is nobody yet.
    private void AuditAs(ClaimsPrincipal who, string action, string subject)
    {
        var before = HttpContext.User;
        HttpContext.User = who;
        HttpContext.RequestServices.GetRequiredService<IUnitOfWork>().Audit(action, subject);
        HttpContext.User = before;
    }

    private static readonly OperatorAccount Nobody = MakeNobody();

    private static OperatorAccount MakeNobody()
    {
        var nobody = new OperatorAccount { Login = "", Name = "" };
        nobody.PasswordHash = Operators.Passwords.HashPassword(nobody, Operators.NewPassword());
        return nobody;
    }
}

/// <summary>The operator's sign-on form.</summary>
public sealed class OperatorSignOn
{
    [Required]
    [PlainText(60)]
    public string? Login { get; set; }

    [Required]
    [DataType(DataType.Password)]
    [StringLength(200)]
    public string? Password { get; set; }

    public string? ReturnUrl { get; set; }
}
