using Microsoft.Extensions.Localization;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.Notices.ForOthers;

/// <summary>The way to one's notices.</summary>
internal sealed class NoticesOnOwnPage(IStringLocalizer<Texts> texts) : IOwnSetting
{
    public string Title => texts["NoticesTitle"];

    public string Text => texts["NoticesText"];

    public string Icon => "bell";

    public string Url => "/me/notices";
}
