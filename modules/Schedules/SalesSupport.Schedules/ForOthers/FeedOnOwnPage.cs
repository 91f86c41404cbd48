using Microsoft.Extensions.Localization;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.Schedules.ForOthers;

/// <summary>The way to the address of one's calendar.</summary>
internal sealed class FeedOnOwnPage(IStringLocalizer<Texts> texts) : IOwnSetting
{
    public string Title => texts["FeedTitle"];

    public string Text => texts["FeedText"];

    public string Icon => "calendar-share";

    public string Url => "/me/calendar";
}
