using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using SalesSupport.Abstractions;

namespace SalesSupport.Benchmarks.Bare;

/// <summary>
/// What the machine can do: Kestrel, hand-written SQL and string building over a copy of the product's database, without sign-on, antiforgery, MVC, Razor or EF Core. The
/// product's figures are given as a share of this.
/// </summary>
internal static class BareProgram
{
    public static async Task<int> RunAsync(string folder, string[] rest)
    {
        var builder = WebApplication.CreateSlimBuilder(rest);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.AddServerHeader = false);
        await using var app = builder.Build();
        var tenant = TenantScope.IdOf("portal", "demo");
        var me = TenantScope.IdOf("sample-demo", "sato");
        var connections = new BareConnections(Path.Combine(folder, "salessupport.db"));
        var pages = new BarePages(connections, tenant, me, Shells.Read(folder));
        var save = new BareSave(connections, tenant, me);
        app.Run(async http =>
        {
            try
            {
                await AnswerAsync(http, pages, save);
            }
            catch (Exception e)
            {
                // Whoever measures is told why.
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                await http.Response.WriteAsync(e.ToString());
            }
        });
        await app.RunAsync();
        return 0;
    }

    // The framework's task is null when the body ends on another thread meanwhile (see the host's ReadableForms).
    private static async Task<IFormCollection> FormAsync(HttpContext http)
    {
        if (http.Request.ReadFormAsync() is { } reading)
        {
            return await reading;
        }

        for (; ; )
        {
            if (http.Features.GetRequiredFeature<IFormFeature>().Form is { } form)
            {
                return form;
            }

            await Task.Yield();
        }
    }

    private static async Task AnswerAsync(HttpContext http, BarePages pages, BareSave save)
    {
        var path = http.Request.Path.Value!;
        if (HttpMethods.IsPost(http.Request.Method) && path.Split('/') is ["", "reports", var day, "edit"])
        {
            var saved = await save.SaveAsync(day, await FormAsync(http));
            http.Response.StatusCode = saved ? StatusCodes.Status302Found : StatusCodes.Status409Conflict;
            http.Response.Headers.Location = path;
            return;
        }

        var page = path switch
        {
            "/reports" => pages.ReportList(),
            "/customers" => pages.CustomerList(),
            _ when path.StartsWith("/reports/", StringComparison.Ordinal) && Guid.TryParse(path.AsSpan("/reports/".Length), out var id) => pages.Report(id),
            _ => null,
        };
        if (page is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(page);
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes);
    }
}
