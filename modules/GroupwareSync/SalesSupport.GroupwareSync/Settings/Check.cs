using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Pushing;

namespace SalesSupport.GroupwareSync.Settings;

/// <summary>接続を試す: looks for one person's calendar, once, and says how that went.</summary>
internal sealed class Check(GroupwareSyncDbContext db, IUnitOfWork unitOfWork, Targets targets, TimeProvider clock, IStringLocalizer<Texts> texts)
{
    /// <summary>Keys of what the next page shows.</summary>
    public const string Well = "GroupwareWell";
    public const string Ill = "GroupwareIll";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(14);

    /// <param name="next">For the next page.</param>
    /// <param name="groupware">As saved.</param>
    /// <param name="person">Whose calendar.</param>
    /// <param name="despitePause">Asked for by somebody who may lock the account that is tried: a paused one is asked in spite of it.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task TellAsync(ITempDataDictionary next, Groupware groupware, Person person, bool despitePause, CancellationToken cancel)
    {
        var (well, words) = await TryAsync(groupware, person, despitePause, cancel);
        next[well ? Well : Ill] = words;
    }

    private async Task<(bool Well, string Words)> TryAsync(Groupware groupware, Person person, bool despitePause, CancellationToken cancel)
    {
        var (target, why, detail) = await targets.FindAsync(groupware, person.Id, despitePause, cancel);
        if (target is null)
        {
            return (false, texts["CheckFailed", person.Name, texts[why!, detail ?? ""].Value]);
        }

        if (await targets.IsSharedAsync(groupware, person.Id, target, cancel))
        {
            return (false, texts["CheckFailed", person.Name, texts["AccountNameShared", target.Account].Value]);
        }

        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            var found = await Discovery.FindAsync(targets.Client(target), target.Account, either.Token);
            return (true, texts["CheckWell", person.Name, target.Account, found.Name.Length > 0 ? found.Name : found.Address.AbsolutePath]);
        }
        catch (DavTrouble trouble)
        {
            if (trouble.Kind == DavTroubleKind.PasswordWrong && groupware.Access == Access.ServiceAccount)
            {
                // Nobody tries it again and again, which would lock the account for everybody.
                await unitOfWork.RunAsync(async c => (await db.Groupwares.SingleOrDefaultAsync(c))?.Pause(trouble.Key, trouble.Detail), cancel);
            }

            return (false, texts["CheckFailed", person.Name, texts[trouble.Key, trouble.Detail].Value]);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (false, texts["CheckFailed", person.Name, texts["Dav.TooSlow", target.Server].Value]);
        }
    }
}
