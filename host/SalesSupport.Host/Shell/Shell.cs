using System.Runtime.CompilerServices;
using System.Security.Claims;
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
    private VisibleMenu visible = new([]);
    private Dictionary<string, int> counts = [];
    private MenuItem? current;

    internal Shell(HostMenu menu, IStringLocalizerFactory texts, IAuthorizationService authorization, ISlots<IMenuBadge> badges, CurrentUser user)
    {
        this.menu = menu;
        this.texts = texts;
        this.authorization = authorization;
        this.badges = badges;
        this.user = user;
    }

    /// <summary>Made when a view asks: mostly it lies ready, see <see cref="Sight"/>.</summary>
    public IReadOnlyList<ShellMenuItem> Main => In(MenuPlace.Main);

    public IReadOnlyList<ShellMenuItem> Create => In(MenuPlace.Create);

    public IReadOnlyList<ShellMenuItem> Operator => In(MenuPlace.Operator);

    public bool CanCreate => visible.Items.Any(i => i.Place == MenuPlace.Create);

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
        Sight = "";        // nothing is kept under it until all of it is known
        visible = await menu.VisibleToAsync(http.User, authorization);
        counts = user.Id == Guid.Empty ? [] : await CountAsync(http.RequestAborted);
        var path = http.Request.Path.Value ?? "/";
        current = visible.Items.Where(i => Covers(i.Url, path)).MaxBy(i => i.Url.Length);
        SettingsHere = http.Request.Path.StartsWithSegments("/settings");
        Sight = string.Join('|', [Language, ShowSettings, SettingsHere, current?.Url, visible.Urls, .. counts.Select(c => $"{c.Key}={c.Value}")]);
    }

    /// <summary>The entry of this address, or null when it is not there for the user.</summary>
    public ShellMenuItem? Find(string url) => visible.Items.FirstOrDefault(i => i.Url == url) is { } item ? Show(item) : null;

    private ShellMenuItem[] In(MenuPlace place) => [.. visible.Items.Where(i => i.Place == place).Select(Show)];

    private ShellMenuItem Show(MenuItem i) => new(texts.Create(i.Texts ?? typeof(Texts))[i.Text], i.Icon, i.Url, ReferenceEquals(i, current), counts.GetValueOrDefault(i.Url), i.Key, i.OnPhone);

    private static bool Covers(string url, string path) =>
        url == "/" ? path == "/" : path.StartsWith(url, StringComparison.Ordinal) && (path.Length == url.Length || path[url.Length] is '/' or '?');

    private async Task<Dictionary<string, int>> CountAsync(CancellationToken cancel)
    {
        var counted = await badges.AskAsync(async b => visible.Items.Any(v => v.Url == b.Url) ? (b.Url, Count: await b.CountAsync(cancel)) : default, cancel);
        return counted.Where(c => c.Url is not null).DistinctBy(c => c.Url).ToDictionary();
    }
}

/// <summary>The entries that somebody sees, in their order.</summary>
internal sealed record VisibleMenu(IReadOnlyList<MenuItem> Items)
{
    public string Urls { get; } = string.Join('|', Items.Select(i => i.Url));
}

/// <summary>All menu entries, the host's own and the modules', in their order.</summary>
internal sealed class HostMenu(ModuleCatalog catalog)
{
    // A policy of an entry judges by the principal's claims, and a user's principal is the same from request to request.
    private readonly ConditionalWeakTable<ClaimsPrincipal, VisibleMenu> seen = [];

    private static readonly MenuItem[] Own =
    [
        new("MenuHome", "calendar-check", "/", 10, Key: 't', OnPhone: true),
        new("MenuJobs", "clock", "/operator/jobs", 80, MenuPlace.Operator, Policies.Operator),
        new("MenuModules", "puzzle", "/operator/modules", 90, MenuPlace.Operator, Policies.Operator),
        new("AuditTitle", "history", "/operator/audit", 95, MenuPlace.Operator, Policies.Operator),
    ];

    public IReadOnlyList<MenuItem> Items { get; } = [.. Own.Concat(catalog.All.SelectMany(m => m.Menu)).OrderBy(i => i.Order)];

    public async Task<VisibleMenu> VisibleToAsync(ClaimsPrincipal user, IAuthorizationService authorization)
    {
        if (seen.TryGetValue(user, out var known))
        {
            return known;
        }

        var allowed = new Dictionary<string, bool>();
        foreach (var policy in Items.Select(i => i.Policy).Distinct())
        {
            allowed[policy] = (await authorization.AuthorizeAsync(user, policy)).Succeeded;
        }

        var visible = new VisibleMenu([.. Items.Where(i => allowed[i.Policy])]);
        return user.HasClaim(c => c.Type == TicketClaims.User) ? seen.GetOrAdd(user, visible) : visible;
    }
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
