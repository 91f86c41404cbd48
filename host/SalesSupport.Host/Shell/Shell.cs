using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Shell;

/// <summary>A menu entry as the layout shows it, in the user's language.</summary>
public sealed record ShellMenuItem(string Text, string Icon, string Url, bool Current, int Badge, char? Key, bool OnPhone);

/// <summary>What surrounds every page: menu, badges, who is signed in. Filled before the page's view runs; a badge whose module fails is left out.</summary>
public sealed class Shell
{
    private readonly HostMenu menu;
    private readonly IStringLocalizerFactory texts;
    private readonly IAuthorizationService authorization;
    private readonly ISlots<IMenuBadge> badges;
    private readonly CurrentUser user;

    internal Shell(HostMenu menu, IStringLocalizerFactory texts, IAuthorizationService authorization, ISlots<IMenuBadge> badges, CurrentUser user)
    {
        this.menu = menu;
        this.texts = texts;
        this.authorization = authorization;
        this.badges = badges;
        this.user = user;
    }

    public IReadOnlyList<ShellMenuItem> Main { get; private set; } = [];

    public IReadOnlyList<ShellMenuItem> Create { get; private set; } = [];

    public IReadOnlyList<ShellMenuItem> Operator { get; private set; } = [];

    public string UserName => user.Name;

    public bool IsAdministrator => user.IsAdministrator;

    public bool ShowSettings => user.IsAdministrator;

    /// <summary>Whether the page is one of 共通設定.</summary>
    public bool SettingsHere { get; private set; }

    /// <summary>Everything by which menus and sheets differ from one page or person to another, in one text.</summary>
    public string Sight { get; private set; } = "";

    public string ProductName => texts.Create(typeof(Texts))["ProductName"];

    public string Language => System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    internal async Task LoadAsync(HttpContext http)
    {
        var visible = new List<MenuItem>();
        var allowed = new Dictionary<string, bool>();
        foreach (var item in menu.Items)
        {
            if (!allowed.TryGetValue(item.Policy, out var may))
            {
                allowed[item.Policy] = may = (await authorization.AuthorizeAsync(http.User, item.Policy)).Succeeded;
            }

            if (may)
            {
                visible.Add(item);
            }
        }

        var counts = user.Id == Guid.Empty ? [] : await CountAsync(visible, http.RequestAborted);
        var path = http.Request.Path.Value ?? "/";
        var current = visible.Where(i => Covers(i.Url, path)).MaxBy(i => i.Url.Length);
        ShellMenuItem Show(MenuItem i) => new(texts.Create(i.Texts ?? typeof(Texts))[i.Text], i.Icon, i.Url, ReferenceEquals(i, current), counts.GetValueOrDefault(i.Url), i.Key, i.OnPhone);
        Main = [.. visible.Where(i => i.Place == MenuPlace.Main).Select(Show)];
        Create = [.. visible.Where(i => i.Place == MenuPlace.Create).Select(Show)];
        Operator = [.. visible.Where(i => i.Place == MenuPlace.Operator).Select(Show)];
        SettingsHere = http.Request.Path.StartsWithSegments("/settings");
        Sight = string.Join('|', [Language, ShowSettings, SettingsHere, current?.Url, .. visible.Select(i => i.Url), .. counts.Select(c => $"{c.Key}={c.Value}")]);
    }

    private static bool Covers(string url, string path) =>
        url == "/" ? path == "/" : path.StartsWith(url, StringComparison.Ordinal) && (path.Length == url.Length || path[url.Length] is '/' or '?');

    private async Task<Dictionary<string, int>> CountAsync(List<MenuItem> visible, CancellationToken cancel)
    {
        var counted = await badges.AskAsync(async b => visible.Exists(v => v.Url == b.Url) ? (b.Url, Count: await b.CountAsync(cancel)) : default, cancel);
        return counted.Where(c => c.Url is not null).DistinctBy(c => c.Url).ToDictionary();
    }
}

/// <summary>All menu entries, the host's own and the modules', in their order.</summary>
internal sealed class HostMenu(ModuleCatalog catalog)
{
    private static readonly MenuItem[] Own =
    [
        new("MenuHome", "calendar-check", "/", 10, Key: 't', OnPhone: true),
        new("MenuModules", "puzzle", "/operator/modules", 90, MenuPlace.Operator, Policies.Operator),
        new("AuditTitle", "history", "/operator/audit", 95, MenuPlace.Operator, Policies.Operator),
    ];

    public IReadOnlyList<MenuItem> Items { get; } = [.. Own.Concat(catalog.All.SelectMany(m => m.Menu)).OrderBy(i => i.Order)];
}

/// <summary>Fills the shell before a full page is rendered; fragments for htmx have none.</summary>
internal sealed class LoadShell : IAsyncResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is ViewResult && !context.HttpContext.Request.Headers.ContainsKey("HX-Request"))
        {
            var services = context.HttpContext.RequestServices;
            try
            {
                await services.GetRequiredService<Shell>().LoadAsync(context.HttpContext);
            }
            catch (Exception e) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
            {
                services.GetRequiredService<ILogger<LoadShell>>().LogError(e, "The menu could not be made; the page is shown without it");
            }
        }

        await next();
    }
}
