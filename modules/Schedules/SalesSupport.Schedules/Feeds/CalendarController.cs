using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Data;

namespace SalesSupport.Schedules.Feeds;

/// <summary>The feed itself, for programs that know only its address: open to whoever has it, and to nobody else (R33).</summary>
[AllowAnonymous]
[Route("calendar")]
internal sealed class CalendarController(SchedulesDbContext platform, FeedRate feeds, IServiceScopeFactory scopes) : Controller
{
    private const string Type = "text/calendar; charset=utf-8";

    [HttpGet("{secret}.ics")]
    public async Task<IActionResult> Show(string secret, CancellationToken cancel)
    {
        var from = HttpContext.Connection.RemoteIpAddress;
        if (feeds.Rate.IsTooFast(from))
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        var hash = CalendarFeed.HashOf(secret);
        foreach (var tenant in await platform.TenantsAsync<CalendarFeed>(f => f.Hash == hash, cancel))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
            if (await scope.ServiceProvider.GetRequiredService<FeedText>().OfAsync(hash, cancel) is { } text)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                Response.Headers.CacheControl = "private, no-cache";
                return File(bytes, Type, lastModified: null, EntityTagHeaderValue.Parse($"\"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))}\""));
            }
        }

        feeds.Rate.Refused(from);
        // There never was one, or no longer: whichever it is, the program may stop asking. In words for programs, not on the page for people.
        return new ContentResult { StatusCode = StatusCodes.Status410Gone, ContentType = "text/plain; charset=utf-8", Content = "Gone" };
    }
}
