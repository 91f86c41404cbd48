using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace SalesSupport.Host.Shell;

/// <summary>
/// The browser keeps what is typed into a form until it is stored here (<c>data-keep</c>). A form that was sent says the name under which it is kept; when it was taken, the next page
/// tells the browser so. No controller has to remember it, and only this answer ends what is kept: a sign-on page or a broken connection does not.
/// </summary>
internal sealed class KeptForms(ITempDataDictionaryFactory tempData) : IResultFilter
{
    private const string Field = "_kept";
    private const string Done = "KeptDone";

    public void OnResultExecuting(ResultExecutingContext context)
    {
        var http = context.HttpContext;
        if (NameOn(http) is not { } name || http.Request.Headers.ContainsKey("HX-Request"))
        {
            return;        // what htmx sent is answered with HX-Trigger
        }

        var status = (context.Result as IStatusCodeActionResult)?.StatusCode ?? http.Response.StatusCode;
        if (status < 400)
        {
            tempData.GetTempData(http)[Done] = name;
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    /// <returns>The name of the form that this page shows again because it was not taken, or null.</returns>
    public static string? RefusedOn(HttpContext http) => http.Response.StatusCode >= 400 ? NameOn(http) : null;

    private static string? NameOn(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType && http.Request.Form[Field].ToString() is { Length: > 0 and <= 200 } name ? name : null;
}
