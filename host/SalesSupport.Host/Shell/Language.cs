using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;

namespace SalesSupport.Host.Shell;

/// <summary>Where the picked language is kept.</summary>
internal static class Language
{
    public const string Cookie = "salessupport.language";
}

/// <summary>Picking a language (R46); open to everybody, since the sign-on pages offer it too.</summary>
[AllowAnonymous]
[CalledFromAnyPage]
[Route("language")]
public sealed class LanguageController(IConfiguration configuration) : Controller
{
    [HttpPost]
    public IActionResult Change(string language, string? returnUrl)
    {
        if (language is not ("ja" or "en"))
        {
            return BadRequest();
        }

        Response.Cookies.Append(
            OwnCookie.Name(Language.Cookie, configuration),
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, IsEssential = true });
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl! : "/");
    }
}
