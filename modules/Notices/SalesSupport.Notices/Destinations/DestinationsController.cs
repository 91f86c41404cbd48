using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Chat;
using SalesSupport.Notices.Data;
using SalesSupport.Notices.Letters;
using SalesSupport.Notices.Mail;

namespace SalesSupport.Notices.Destinations;

/// <summary>自分のページ → 通知: where and when one wants to be told.</summary>
[Authorize(Policies.User)]
[Route("me/notices")]
internal sealed class DestinationsController(NoticesDbContext db, IUnitOfWork unitOfWork, MailSettings mail, ChatSettings chat, Secrets secrets, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    private const string Address = "/me/notices";

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await PageAsync(cancel));

    /// <summary>Saves address and times; a new address gets a code. Without an address there is no mail.</summary>
    [HttpPost("mail")]
    public Task<IActionResult> UpdateMail([Bind(Prefix = "MailForm")] MailForm form, CancellationToken cancel) => SaveAsync(
        Channel.Mail,
        string.IsNullOrWhiteSpace(form.Address),
        nameof(DestinationsPage.MailForm),
        d =>
        {
            form.ApplyTo(d, clock.GetUtcNow());
            if (!d.IsConfirmed)
            {
                Send(Channel.Mail, LetterKind.Code);
            }
        },
        page => page with { MailForm = form },
        cancel);

    [HttpPost("chat")]
    public Task<IActionResult> UpdateChat([Bind(Prefix = "ChatForm")] ChatForm form, CancellationToken cancel) => SaveAsync(
        Channel.Chat, form.Service is null, nameof(DestinationsPage.ChatForm), d => form.ApplyTo(d, chat, secrets), page => page with { ChatForm = form }, cancel);

    /// <summary>The code shows that the mailbox is the user's own.</summary>
    [HttpPost("mail/confirmation")]
    public async Task<IActionResult> Confirm([Bind(Prefix = "CodeForm")] CodeForm form, CancellationToken cancel)
    {
        if (await FindAsync(Channel.Mail, cancel) is not { } destination)
        {
            return NotFound();
        }

        RuleBroken? broken = null;
        if (ModelState.IsValid)
        {
            try
            {
                destination.Confirm(form.Code!.Normalize(System.Text.NormalizationForm.FormKC), clock.GetUtcNow());
            }
            catch (RuleBroken e)
            {
                broken = e;
            }

            await db.SaveChangesAsync(cancel);      // a wrong try counts
        }

        return ModelState.IsValid && broken is null ? Done("AddressConfirmed") : await InvalidAsync(nameof(DestinationsPage.CodeForm), broken, page => page with { CodeForm = form }, cancel);
    }

    /// <summary>Sends another code.</summary>
    [HttpPost("mail/code")]
    public async Task<IActionResult> SendCode(CancellationToken cancel)
    {
        if (await FindAsync(Channel.Mail, cancel) is not { IsConfirmed: false } destination)
        {
            return NotFound();
        }

        try
        {
            destination.AskForCode(clock.GetUtcNow());
        }
        catch (RuleBroken broken)
        {
            return await InvalidAsync(nameof(DestinationsPage.MailForm), broken, page => page, cancel);
        }

        Send(Channel.Mail, LetterKind.Code);
        await db.SaveChangesAsync(cancel);
        return Done("CodeSent");
    }

    [HttpPost("{channel}/test")]
    public async Task<IActionResult> Test(Channel channel, CancellationToken cancel)
    {
        if (!ModelState.IsValid || await FindAsync(channel, cancel) is not { IsConfirmed: true })
        {
            return NotFound();
        }

        Send(channel, LetterKind.Test);
        await db.SaveChangesAsync(cancel);
        return Done("TestSent");
    }

    private async Task<IActionResult> SaveAsync(Channel channel, bool isOff, string prefix, Action<Destination> change, Func<DestinationsPage, DestinationsPage> typed, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return await InvalidAsync(prefix, null, typed, cancel);
        }

        try
        {
            await unitOfWork.RunAsync(
                async c =>
                {
                    var stored = await FindAsync(channel, c);
                    if (isOff)
                    {
                        if (stored is not null)
                        {
                            db.Destinations.Remove(stored);
                        }

                        return;
                    }

                    var destination = stored ?? new Destination { UserId = user.Id, Channel = channel };
                    if (stored is null && channel == Channel.Mail)
                    {
                        var codes = db.Letters.Where(l => l.UserId == user.Id && l.Kind == LetterKind.Code);
                        destination.RemembersCode(await codes.MaxAsync(l => (DateTimeOffset?)l.MadeAt, c));
                    }

                    change(destination);
                    destination.Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
                    if (stored is null)
                    {
                        db.Destinations.Add(destination);
                    }
                },
                cancel);
        }
        catch (RuleBroken broken)
        {
            return await InvalidAsync(prefix, broken, typed, cancel);
        }

        return channel == Channel.Mail && !isOff && (await FindAsync(channel, cancel))?.IsConfirmed == false ? Done("CodeSent") : Done(null);
    }

    private void Send(Channel channel, LetterKind kind) => db.Letters.Add(Letter.To(user.Id, channel, kind, clock.GetUtcNow()));

    private Task<Destination?> FindAsync(Channel channel, CancellationToken cancel) => db.Destinations.SingleOrDefaultAsync(d => d.UserId == user.Id && d.Channel == channel, cancel);

    private async Task<DestinationsPage> PageAsync(CancellationToken cancel)
    {
        var mine = await db.Destinations.AsNoTracking().Where(d => d.UserId == user.Id).ToListAsync(cancel);
        return new DestinationsPage(mine.Find(d => d.Channel == Channel.Mail), mine.Find(d => d.Channel == Channel.Chat), mail.IsOn);
    }

    private async Task<IActionResult> InvalidAsync(string prefix, RuleBroken? broken, Func<DestinationsPage, DestinationsPage> typed, CancellationToken cancel)
    {
        if (broken is not null)
        {
            ModelState.AddModelError($"{prefix}.{broken.Field}", texts[broken.Key]);
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Index", typed(await PageAsync(cancel)));
    }

    private RedirectResult Done(string? words)
    {
        TempData["Toast"] = words is null ? HouseTexts.Get("Saved") : texts[words].Value;
        return Redirect(Address);
    }
}
