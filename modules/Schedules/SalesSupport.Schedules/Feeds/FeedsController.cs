using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Data;

namespace SalesSupport.Schedules.Feeds;

/// <summary>自分のページ → 他のカレンダーで見る: makes and takes back the address of one's feed.</summary>
[Authorize(Policies.User)]
[Route("me/calendar")]
internal sealed class FeedsController(SchedulesDbContext db, IUnitOfWork unitOfWork, FeedSecrets secrets, IOwnAddress own, CurrentUser user, TimeProvider clock) : Controller
{
    private const string Path = "/me/calendar";

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var feed = await db.Feeds.AsNoTracking().SingleOrDefaultAsync(f => f.UserId == user.Id, cancel);
        var secret = feed is null ? null : secrets.Read(feed.Hidden);
        return View(new FeedPage(feed?.MadeAt, secret is null ? null : new Uri(own.Public, $"calendar/{secret}.ics")));
    }

    /// <summary>A new address; the one before opens nothing any more.</summary>
    [HttpPost]
    public async Task<IActionResult> Create(CancellationToken cancel)
    {
        await unitOfWork.RunAsync(
            async c =>
            {
                await RemoveAsync(c);
                await unitOfWork.SaveAsync(c);      // one feed of each user: the old one goes before the new one comes
                db.Feeds.Add(CalendarFeed.For(user.Id, secrets.Hide, clock.GetUtcNow()));
            },
            cancel);
        return Redirect(Path);
    }

    [HttpPost("deletion")]
    public async Task<IActionResult> Delete(CancellationToken cancel)
    {
        await unitOfWork.RunAsync(RemoveAsync, cancel);
        return Redirect(Path);
    }

    private async Task RemoveAsync(CancellationToken cancel) => db.Feeds.RemoveRange(await db.Feeds.Where(f => f.UserId == user.Id).ToListAsync(cancel));
}

/// <param name="MadeAt">Null without a feed.</param>
/// <param name="Address">Null also when it can no longer be read and has to be made anew.</param>
internal sealed record FeedPage(DateTimeOffset? MadeAt, Uri? Address);
