using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Outbox;

/// <summary>共通設定 → 外部への送信: what has not arrived outside, why and since when, to be sent again or dropped.</summary>
[Authorize(Policies.Administrator)]
[Route("settings/outbox")]
internal sealed class OutboxController(HouseDbContext house, IUnitOfWork unitOfWork, OutboxDispatcher dispatcher, OutboxWords words, JustDone<OutboxItem> dropped, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    /// <summary>Whoever clears them away sees the next ones.</summary>
    private const int MostShown = 100;
    private const string Address = "/settings/outbox";

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var items = await house.Outbox.AsNoTracking().OrderBy(o => o.Since).ThenBy(o => o.Id).Take(MostShown + 1).ToListAsync(cancel);
        var lines = new List<OutboxLine>();
        foreach (var item in items.Take(MostShown))
        {
            lines.Add(new OutboxLine(item, await words.WhatAsync(item, cancel), words.Why(item)));
        }

        return View("Index", new OutboxPage(lines, items.Count > MostShown));
    }

    /// <summary>Sends everything again that waits after a fault or was given up.</summary>
    [HttpPost("retries")]
    public Task<IActionResult> RetryAll(CancellationToken cancel) => RetryAsync(house.Outbox.Where(o => o.Why != null), cancel);

    [HttpPost("{id:guid}/retries")]
    public Task<IActionResult> Retry(Guid id, CancellationToken cancel) => RetryAsync(house.Outbox.Where(o => o.Id == id), cancel);

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid id, CancellationToken cancel)
    {
        if (await house.Outbox.SingleOrDefaultAsync(o => o.Id == id, cancel) is not { } item)
        {
            return await GoneAsync(cancel);
        }

        house.Outbox.Remove(item);
        unitOfWork.Audit("OutboxDropped", "");
        await house.SaveChangesAsync(cancel);
        item.Release();
        await dropped.KeepAsync(house.Tenant, user.Id, id, item);
        TempData["ToastUndo"] = $"{Address}/{id}/restoration";
        return Back("OutboxDropped");
    }

    /// <summary>元に戻す. Where something newer of the same subject waits by now, that is what counts.</summary>
    [HttpPost("{id:guid}/restoration")]
    public async Task<IActionResult> Restore(Guid id, CancellationToken cancel)
    {
        if (await dropped.TakeAsync(house.Tenant, user.Id, id) is not { } item)
        {
            return NotFound();
        }

        await dropped.RestoreAsync(house.Tenant, user.Id, id, item, () => unitOfWork.RunAsync(
            async c =>
            {
                if (!await house.Outbox.AnyAsync(o => o.Subscriber == item.Subscriber && o.Subject == item.Subject, c))
                {
                    house.Outbox.Add(item);
                    unitOfWork.Audit("OutboxRestored", "");
                }
            },
            cancel));
        return Back("OutboxRestored");
    }

    private async Task<IActionResult> RetryAsync(IQueryable<OutboxItem> which, CancellationToken cancel)
    {
        var count = 0;
        await unitOfWork.RunAsync(
            async c =>
            {
                foreach (var item in await which.ToListAsync(c))
                {
                    count++;
                    item.TryAnew(clock.GetUtcNow());
                    unitOfWork.AfterCommit(() => dispatcher.Wake(house.Tenant, item.Subscriber));
                }

                if (count > 0)
                {
                    unitOfWork.Audit("OutboxRetried", "");
                }
            },
            cancel);
        return count > 0 ? Back("OutboxRetried") : await GoneAsync(cancel);
    }

    // The list as it is now, since most likely it has arrived meanwhile.
    private Task<IActionResult> GoneAsync(CancellationToken cancel)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        ViewData["Gone"] = true;
        return Index(cancel);
    }

    private RedirectResult Back(string toast)
    {
        TempData["Toast"] = texts[toast].Value;
        return Redirect(Address);
    }
}

/// <summary>One line of the list.</summary>
/// <param name="Item">What waits.</param>
/// <param name="What">What it is, in words.</param>
/// <param name="Why">Why it was not sent, or null before the first try has ended.</param>
internal sealed record OutboxLine(OutboxItem Item, string What, string? Why);

/// <summary>The list.</summary>
internal sealed record OutboxPage(IReadOnlyList<OutboxLine> Lines, bool More);
