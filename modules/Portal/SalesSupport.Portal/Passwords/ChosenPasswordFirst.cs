using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Filters;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.SignOns;

namespace SalesSupport.Portal.Passwords;

/// <summary>Whoever signed on with an initial password gets no further than choosing one of their own. For all routes, so that none can forget it.</summary>
internal sealed class ChosenPasswordFirst : IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (PortalTicket.Of(context.HttpContext.User) is { MustChangePassword: true }
            && context.ActionDescriptor is ControllerActionDescriptor action
            && action.ControllerTypeInfo != typeof(PasswordsController) && action.ControllerTypeInfo != typeof(SignOutsController)
            && !action.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            var request = context.HttpContext.Request;
            var back = request.Method == "GET" ? request.Path + request.QueryString : "/portal";
            context.Result = new RedirectResult("/portal/password?returnUrl=" + Uri.EscapeDataString(back));
        }
    }
}
