using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Accounts;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Events;
using SalesSupport.GroupwareSync.Settings;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.GroupwareSync.Pushing;

/// <summary>Makes one copy in the groupware what it should be now.</summary>
internal sealed class Push(GroupwareSyncDbContext db, IUnitOfWork unitOfWork, Entries entries, Targets targets, Calendars calendars, Breakers breakers, Departed departed, IPeople people, TimeProvider clock, IStringLocalizer<Texts> texts)
    : IAfterCommit<CopyDue>
{
    /// <summary>Less than the house's own patience, so that what is known is written down.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(14);

    public string? Subject(CopyDue fact) => fact.CopyId.ToString();

    public async Task SendAsync(CopyDue fact, Delivery delivery, CancellationToken cancel)
    {
        var copy = await db.Copies.AsNoTracking().SingleOrDefaultAsync(c => c.Id == fact.CopyId, cancel);
        var groupware = await db.Groupwares.AsNoTracking().SingleOrDefaultAsync(cancel);
        if (copy is null or { State: CopyState.RemovedByUser } || groupware is not { IsOn: true } || !entries.IsThere)
        {
            return;     // switched off: what waits is found when it is switched on again
        }

        var (target, why, detail) = await targets.FindAsync(groupware, copy.UserId, despitePause: false, cancel);
        if (why is "NoOwnPassword" or "NoAccountName" && await IsLostAsync(copy, null, cancel))
        {
            return;
        }

        if (target is null)
        {
            await ChangeAsync(copy.Id, c => c.Waits(why!, detail));      // whoever mends it has it sent
            return;
        }

        if (copy.Target != target.Print && await targets.IsSharedAsync(groupware, copy.UserId, target, cancel))
        {
            await ChangeAsync(copy.Id, c => c.Waits("AccountNameShared", target.Account));
            return;
        }

        if (breakers.Rests(target.Server) is { } rest)
        {
            breakers.Waits(db.Tenant, target.Server);
            throw new NotSent("GroupwareRests") { After = rest };
        }

        var client = targets.Client(target);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            await BringAboutAsync(copy, target, client, either.Token);
            await AnswersAsync(target);
            if (!copy.IsWanted && await departed.IsAsync(copy.UserId, cancel))
            {
                await departed.ForgetAsync(copy.UserId, CancellationToken.None);
            }
        }
        catch (DavTrouble trouble)
        {
            await ToldAsync(copy, groupware, target, trouble);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested && client.HasAnswer)
        {
            // It answers, only not often enough for this one, such as where each event of a calendar has to be read: that is no reason for others to wait.
            await ChangeAsync(copy.Id, c => c.Waits("Dav.TooSlow", target.Server));
            throw new NotSent("GroupwareWaits", target.Server) { Alone = true };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            await ToldAsync(copy, groupware, target, new DavTrouble(DavTroubleKind.TooSlow, target.Server, mayHaveHappened: true));
        }
        catch (KeptDifferently e)
        {
            await ChangeAsync(copy.Id, c => c.Fails("KeptDifferently", e.Fields));
            throw new NotSent("GroupwareFailed", e.Fields) { ForGood = true };
        }
    }

    public async Task<string> DescribeAsync(CopyDue fact, CancellationToken cancel)
    {
        var copy = await db.Copies.AsNoTracking().SingleOrDefaultAsync(c => c.Id == fact.CopyId, cancel);
        return texts["CopyOf", copy?.Title ?? texts["PrivateEntry"].Value, (await people.GetAsync(cancel)).Find(copy?.UserId ?? default)?.Name ?? HouseTexts.Get("DeletedUser")];
    }

    private async Task BringAboutAsync(Copy copy, Target target, DavClient client, CancellationToken cancel)
    {
        var known = copy.Target == target.Print && copy.Href is not null;
        var calendar = new DavCalendar(client, known ? new Uri(new Uri(copy.Href!), ".") : await calendars.FindAsync(db.Tenant, target, client, cancel));
        var href = known ? new Uri(copy.Href!) : calendar.EventAddress(copy.Uid);
        if (!known)
        {
            // Before the first write: what is written, and its answer lost, is looked for at the same place.
            await ChangeAsync(copy.Id, c => c.GoesTo(target.Print, href));
            copy = await db.Copies.AsNoTracking().SingleAsync(c => c.Id == copy.Id, cancel);
        }

        var entry = copy.IsWanted ? await entries.FindAsync(copy.EntryId, cancel) : null;
        var wanted = entry is { Kind: EntryKind.Reservation } && entry.ParticipantIds.Contains(copy.UserId);
        var what = new Known(href, copy.Uid, $"{copy.EntryId:N}/{copy.UserId:N}", copy.SentVersion, copy.Print);
        var protocol = new Protocol(calendar);
        var now = clock.GetUtcNow();
        var standing = wanted
            ? await protocol.WriteAsync(what, EventText.Write(entry!, copy.Uid, what.Reference, entry!.Version, now), cancel)
            : await protocol.DeleteAsync(what, cancel);
        await ChangeAsync(copy.Id, c => c.Stands(standing, wanted, entry?.Version ?? c.EntryVersion, now));
    }

    private async Task AnswersAsync(Target target)
    {
        if (breakers.Answers(db.Tenant, target.Server))
        {
            // What failed before waits longer and longer; now it need not.
            await unitOfWork.RunAsync(async c => (await db.Groupwares.SingleOrDefaultAsync(c))?.TryAgain(null, Resent.Waiting), CancellationToken.None);
        }
    }

    /// <summary>Writes down why not, where those look whom it concerns.</summary>
    /// <exception cref="NotSent">It is tried again, or never; not thrown where somebody has to do something first.</exception>
    private async Task ToldAsync(Copy copy, Groupware groupware, Target target, DavTrouble trouble)
    {
        if (trouble.Kind == DavTroubleKind.PasswordWrong && groupware.Access == Access.OwnPasswords && await IsLostAsync(copy, target.Account, CancellationToken.None))
        {
            return;
        }

        if (trouble.Kind is DavTroubleKind.PasswordWrong or DavTroubleKind.Forbidden)
        {
            // Not tried again and again, which would lock the account.
            if (trouble.Kind == DavTroubleKind.PasswordWrong && groupware.Access == Access.ServiceAccount)
            {
                await PauseAsync(trouble);
            }
            else
            {
                await PauseAsync(copy.UserId, trouble);
            }

            await ChangeAsync(copy.Id, c => c.Waits(trouble.Key, trouble.Detail));
            return;
        }

        if (trouble.Concern == DavConcern.Event)
        {
            await ChangeAsync(copy.Id, c => c.Fails(trouble.Key, trouble.Detail));
            throw new NotSent("GroupwareFailed", trouble.Detail) { ForGood = true };
        }

        if (trouble.Concern == DavConcern.Account)
        {
            calendars.Forget(db.Tenant, target);
            var lost = trouble.Kind is DavTroubleKind.NoAccount or DavTroubleKind.NoCalendar;
            if (lost && !copy.IsWanted && await departed.IsAsync(copy.UserId, CancellationToken.None))
            {
                await ChangeAsync(copy.Id, c => c.WentWithItsCalendar());
                await departed.ForgetAsync(copy.UserId, CancellationToken.None);
                return;
            }

            await ChangeAsync(copy.Id, c =>
            {
                if (lost && c.IsWanted)
                {
                    c.HasNoCalendar();
                }
                else if (lost)
                {
                    c.IsNowhere();      // where there is no calendar, there is nothing to take away
                }

                c.Waits(trouble.Key, trouble.Detail);
            });
            throw new NotSent("GroupwareWaits", trouble.Detail) { Alone = true };
        }

        breakers.Waits(db.Tenant, target.Server);
        if (trouble.Kind is DavTroubleKind.Unreachable or DavTroubleKind.TooSlow or DavTroubleKind.ServerTrouble)
        {
            breakers.Faults(target.Server);
        }

        await ChangeAsync(copy.Id, c => c.Waits(trouble.Key, trouble.Detail));
        throw new NotSent("GroupwareWaits", trouble.Detail);
    }

    /// <summary>A deleted user's own password cannot be mended by anybody: what stands there stays, and the list says so. What else of theirs waits does not try it again, which would lock the account.</summary>
    private async Task<bool> IsLostAsync(Copy copy, string? account, CancellationToken cancel)
    {
        if (!await departed.IsAsync(copy.UserId, cancel))
        {
            return false;
        }

        await ChangeAsync(copy.Id, c => c.Fails("DepartedPassword", account ?? c.Detail));
        await departed.ForgetAsync(copy.UserId, CancellationToken.None, isRefused: true);
        return true;
    }

    private Task PauseAsync(DavTrouble trouble) => unitOfWork.RunAsync(async c => (await db.Groupwares.SingleOrDefaultAsync(c))?.Pause(trouble.Key, trouble.Detail), CancellationToken.None);

    private Task PauseAsync(Guid userId, DavTrouble trouble) => unitOfWork.RunAsync(
        async c =>
        {
            var account = await db.Accounts.SingleOrDefaultAsync(a => a.UserId == userId, c);
            if (account is null)
            {
                db.Accounts.Add(account = new Account { UserId = userId });
            }

            account.Pause(trouble.Key, trouble.Detail);
        },
        CancellationToken.None);

    /// <summary>Onto the row as it is now, which a save may have changed since it was read. Also while the host stops: what is done must not be forgotten.</summary>
    private async Task ChangeAsync(Guid id, Action<Copy> change)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await unitOfWork.RunAsync(
                    async c =>
                    {
                        if (await db.Copies.SingleOrDefaultAsync(o => o.Id == id, c) is { } now)
                        {
                            change(now);
                        }
                    },
                    CancellationToken.None);
                return;
            }
            catch (DbUpdateConcurrencyException) when (tries < 5)
            {
                // read again
            }
        }
    }
}
