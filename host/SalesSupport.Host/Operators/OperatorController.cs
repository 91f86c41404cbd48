using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Operators;

/// <summary>The operator's door and front page.</summary>
[Authorize(Policies.Operator)]
[Route("operator")]
public sealed class OperatorController(IStringLocalizer<Texts> texts, TimeProvider clock) : Controller
{
    private const int MostFailures = 10;
    private static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    [HttpGet]
    public IActionResult Index() => Redirect("/operator/modules");

    [HttpGet("sign-on")]
    [AllowAnonymous]
    public IActionResult SignOn(string? returnUrl) => View("/Operators/SignOn.cshtml", new OperatorSignOn { ReturnUrl = returnUrl });

    [HttpPost("sign-on")]
    [AllowAnonymous]
    public async Task<IActionResult> SignOn(OperatorSignOn form, CancellationToken cancel)
    {
        if (ModelState.IsValid && await AcceptedAsync(form, cancel) is { } account)
        {
            var identity = new ClaimsIdentity([new Claim("operator", account.Id.ToString()), new Claim(TicketClaims.Name, account.Name), new Claim(ClaimTypes.Name, account.Login)], Operators.Scheme);
            await HttpContext.SignInAsync(Operators.Scheme, new ClaimsPrincipal(identity));
            return LocalRedirect(Url.IsLocalUrl(form.ReturnUrl) ? form.ReturnUrl! : "/operator");
        }

        if (ModelState.IsValid)
        {
            ModelState.AddModelError(nameof(form.Password), texts["OperatorRefused"]);
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("/Operators/SignOn.cshtml", form);
    }

    [HttpPost("sign-out")]
    public async Task<IActionResult> Leave()
    {
        await HttpContext.SignOutAsync(Operators.Scheme);
        return Redirect("/operator/sign-on");
    }

    private async Task<OperatorAccount?> AcceptedAsync(OperatorSignOn form, CancellationToken cancel)
    {
        var services = HttpContext.RequestServices;
        var house = services.GetRequiredService<HouseDbContext>();
        var hasher = services.GetRequiredService<IPasswordHasher<OperatorAccount>>();
        var unitOfWork = services.GetRequiredService<IUnitOfWork>();
        var account = await house.Operators.SingleOrDefaultAsync(o => o.Login == form.Login, cancel);
        var locked = account?.LockedUntil > clock.GetUtcNow();
        // The same work whether or not the account exists, so that time does not tell.
        var right = hasher.VerifyHashedPassword(account ?? Nobody, (account ?? Nobody).PasswordHash, form.Password!) != PasswordVerificationResult.Failed;
        if (account is null || locked || !right)
        {
            if (account is not null && !locked && ++account.FailedSignOns >= MostFailures)
            {
                account.FailedSignOns = 0;
                account.LockedUntil = clock.GetUtcNow() + LockTime;
            }

            unitOfWork.Audit("OperatorSignOnRefused", form.Login!);
            await house.SaveChangesAsync(cancel);
            return null;
        }

        account.FailedSignOns = 0;
        unitOfWork.Audit("OperatorSignedOn", account.Login);
        await house.SaveChangesAsync(cancel);
        return account;
    }

    private static readonly OperatorAccount Nobody = MakeNobody();

    private static OperatorAccount MakeNobody()
    {
        var nobody = new OperatorAccount { Login = "", Name = "" };
        nobody.PasswordHash = new PasswordHasher<OperatorAccount>().HashPassword(nobody, Operators.NewPassword());
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
