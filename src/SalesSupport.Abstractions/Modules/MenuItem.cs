namespace SalesSupport.Abstractions;

/// <summary>Where a <see cref="MenuItem"/> is shown.</summary>
public enum MenuPlace
{
    /// <summary>The rail at the left of SalesSupport (on phones: the bar at the bottom, for the entries that say so).</summary>
    Main,

    /// <summary>The sheet behind the "＋" button: things that can be begun from anywhere.</summary>
    Create,

    /// <summary>The operator's pages.</summary>
    Operator,
}

/// <summary>One entry of the menu.</summary>
/// <param name="Text">Resource key in the module's own <c>Texts</c>.</param>
/// <param name="Icon">Name of an icon of the UI kit (Tabler), such as <c>building</c>.</param>
/// <param name="Url">Path within the site, such as <c>/customers</c>. The entry is current when the request's path begins with it.</param>
/// <param name="Order">Ascending: 10 今日, 20 日報, 30 受信, 40 顧客, 50 予定.</param>
/// <param name="Place">Where it is shown.</param>
/// <param name="Policy">Who sees it: one of <see cref="Policies"/>, or another that judges by claims alone; its answer is kept with the principal.</param>
/// <param name="Key">Second key of the shortcut <c>g x</c>, or null.</param>
/// <param name="OnPhone">Whether it is one of the few at the bottom of a phone's screen.</param>
public sealed record MenuItem(string Text, string Icon, string Url, int Order, MenuPlace Place = MenuPlace.Main, string Policy = Policies.User, char? Key = null, bool OnPhone = false)
{
    /// <summary>The module that contributed the entry; set by the house, used to find its texts.</summary>
    public Type? Texts { get; init; }
}

/// <summary>One section of 共通設定.</summary>
/// <param name="Title">Resource key of the title in the module's <c>Texts</c>.</param>
/// <param name="Description">Resource key of the sentence below it, which search looks at too.</param>
/// <param name="Icon">Name of an icon of the UI kit.</param>
/// <param name="Url">The page of the section.</param>
/// <param name="Order">Ascending.</param>
public sealed record SettingsSection(string Title, string Description, string Icon, string Url, int Order)
{
    /// <summary>The module's marker type for its texts; set by the house.</summary>
    public Type? Texts { get; init; }
}

/// <summary>A job that runs by the clock. Each job is written to catch up: it does what is due and not yet done, so a missed or a double firing changes nothing. Runs of one job follow each other.</summary>
/// <param name="Job">The type implementing <c>Quartz.IJob</c>; resolved in a scope of its own without a tenant. The text <c>Job.</c> and its name says to the operator what it does.</param>
/// <param name="Cron">Quartz cron expression in Japan time.</param>
public sealed record ScheduledJob(Type Job, string Cron);

/// <summary>Shows a number beside a menu entry, such as the unread. A slot: implement it in <c>ForOthers</c>.</summary>
public interface IMenuBadge
{
    /// <summary>The <see cref="MenuItem.Url"/> that the number belongs to.</summary>
    string Url { get; }

    /// <summary>The number now for the current user; 0 shows nothing. Called once per full page, and once for nobody beside each start; one statement at most.</summary>
    Task<int> CountAsync(CancellationToken cancel);
}
