using Microsoft.Extensions.Localization;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.GroupwareSync.ForOthers;

/// <summary>The way to one's account in the groupware.</summary>
internal sealed class GroupwareOnOwnPage(IStringLocalizer<Texts> texts) : IOwnSetting
{
    public string Title => texts["OwnTitle"];

    public string Text => texts["OwnText"];

    public string Icon => "calendar-event";

    public string Url => "/me/groupware";
}
