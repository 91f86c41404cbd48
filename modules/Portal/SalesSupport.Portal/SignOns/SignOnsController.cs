using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Members;
using SalesSupport.Portal.Passwords;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.SignOns;

/// <summary>The portal's door: member ID, user ID, password.</summary>
[Authorize(PortalCookie.Visitor)]
[Route("portal/sign-on")]
internal sealed class SignOnsController(SignOn signOn, SignOnRate rate, IConfiguration configuration, IStringLocalizer<Texts> texts, ILogger<SignOnsController> log) : Controller
{
    private string AccountCookie => OwnCookie.Name("salessupport.portal.account", configuration);

    [HttpGet]
    public IActionResult New(string? returnUrl)
    {
        if (PortalTicket.Of(User) is not null)
        {
            return LocalRedirect(Local(returnUrl));
        }

        var (memberId, login) = Remembered();
        return View("/Portal/SignOns/New.cshtml", new SignOnForm { ReturnUrl = returnUrl, MemberId = memberId, Login = login, Remember = memberId is not null });
    }

    [HttpPost]
    public async Task<IActionResult> Create(SignOnForm form, CancellationToken cancel)
    {
        if (PortalTicket.Of(User) is not null)
        {
            return LocalRedirect(Local(form.ReturnUrl));
        }

        if (!ModelState.IsValid)
        {
            return Again(form, StatusCodes.Status422UnprocessableEntity);
        }

        var address = HttpContext.Connection.RemoteIpAddress;
        if (rate.IsTooFast(address))
        {
            log.LogWarning("Too many refused sign-ons from {Address}", address);
            ModelState.AddModelError("", texts["SignOnTooFast"]);
            return Again(form, StatusCodes.Status429TooManyRequests);
        }

        var (end, ticket) = await signOn.TryAsync(Member.Normalise(form.MemberId), PortalUser.Normalise(form.Login), form.Password!, cancel);
        if (ticket is null)
        {
            rate.Refused(address);
            ModelState.AddModelError("", texts[$"SignOn{end}", AccountTries.LockTime.TotalMinutes]);
            return Again(form, StatusCodes.Status422UnprocessableEntity);
        }

        Remember(form.Remember ? $"{ticket.MemberId}\n{ticket.Login}" : null);
        await HttpContext.SignInAsync(PortalTicket.Scheme, ticket.ToPrincipal());
        return LocalRedirect(Local(form.ReturnUrl));
    }

    private ViewResult Again(SignOnForm form, int status)
    {
        Response.StatusCode = status;
        return View("/Portal/SignOns/New.cshtml", form);
    }

    private string Local(string? returnUrl) => Url.IsLocalUrl(returnUrl) ? returnUrl! : "/portal";

    private (string? MemberId, string? Login) Remembered()
    {
        try
        {
            return Request.Cookies[AccountCookie] is { Length: > 0 and < 400 } cookie && Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cookie)).Split('\n') is [var memberId, var login]
                ? (memberId, login)
                : (null, null);
        }
        catch (FormatException)
        {
            return (null, null);
        }
    }

    private void Remember(string? account)
    {
        var options = new CookieOptions { Path = "/", MaxAge = TimeSpan.FromDays(180), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps };
        if (account is null)
        {
            Response.Cookies.Delete(AccountCookie, options);
        }
        else
        {
            Response.Cookies.Append(AccountCookie, WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(account)), options);
        }
    }
}

/// <summary>The form.</summary>
internal sealed class SignOnForm
{
    [Required]
    [PlainText(60)]
    public string? MemberId { get; set; }

    [Required]
    [PlainText(60)]
    public string? Login { get; set; }

    [Required]
    [DataType(DataType.Password)]
    [PlainText(PasswordRules.Longest)]
    public string? Password { get; set; }

    public bool Remember { get; set; }

    public string? ReturnUrl { get; set; }
}
