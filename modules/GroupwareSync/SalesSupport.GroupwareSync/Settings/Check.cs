using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Pushing;

namespace SalesSupport.GroupwareSync.Settings;

/// <summary>接続を試す: looks for one person's calendar, once, and says how that went.</summary>
internal sealed class Check(Targets targets, TimeProvider clock, IStringLocalizer<Texts> texts)
{
    /// <summary>Keys of what the next page shows.</summary>
    public const string Well = "GroupwareWell";
    public const string Ill = "GroupwareIll";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(14);

    public async Task TellAsync(ITempDataDictionary next, Groupware groupware, Person person, CancellationToken cancel)
    {
        var (well, words) = await TryAsync(groupware, person, cancel);
        next[well ? Well : Ill] = words;
    }

    public async Task<(bool Well, string Words)> TryAsync(Groupware groupware, Person person, CancellationToken cancel)
    {
        var (target, why) = await targets.FindAsync(groupware, person.Id, despitePause: true, cancel);
        if (target is null)
        {
            return (false, texts["CheckFailed", person.Name, texts[why!].Value]);
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
            return (false, texts["CheckFailed", person.Name, texts[trouble.Key, trouble.Detail].Value]);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (false, texts["CheckFailed", person.Name, texts["Dav.TooSlow", target.Server].Value]);
        }
    }
}
