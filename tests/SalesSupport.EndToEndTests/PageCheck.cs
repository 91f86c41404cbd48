using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace SalesSupport.EndToEndTests;

/// <summary>
/// Looks at the page that a window shows: nothing wider than the window, targets big enough, one heading, no violation by axe, no error in the console; its main action is pressed, its dialogs and
/// menus open, are looked at in the same way and close, and what has the focus does not lie under a bar.
/// </summary>
internal sealed class PageCheck
{
    private const string MainActions = "main form[data-main] :is(button:not([type=button]), .btn-primary):visible, main .btn-primary:visible, .form-end .btn-primary:visible";

    // Only what is wrong is told: what is right, with every element that it was seen on, would be most of the answer.
    private static readonly AxeRunOptions Wcag22 = new() { ResultTypes = [ResultType.Violations], RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"] } };

    private readonly IPage page;
    private readonly int width;
    private readonly List<string> faults = [];
    private readonly List<string> errors = [];
    private readonly HashSet<string> seen = [];
    private int actions;
    private int dialogs;

    public PageCheck(IPage page, int width)
    {
        this.page = page;
        this.width = width;
        page.Console += (_, message) =>
        {
            // That the page itself was answered with 4xx or 5xx is what some of the pages are about; and a look-up that a newer one replaced was no failure.
            var replaced = message.Text.StartsWith("htmx:sendAbort", StringComparison.Ordinal) || message.Text.StartsWith("htmx:afterRequest", StringComparison.Ordinal);
            if (message.Type == "error" && !replaced && !(message.Text.Contains("the server responded with a status of", StringComparison.Ordinal) && message.Location.StartsWith(page.Url.Split('#')[0] + ":", StringComparison.Ordinal)))
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);
    }

    public IReadOnlyList<string> Faults => faults;

    public Task OpenAsync(string address) => OpenAsync(address, null);

    public async Task OpenAsync(string address, string? shows)
    {
        errors.Clear();
        await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        await LookAsync(address, shows);
    }

    /// <summary>Checks what is shown now, for pages that have no address of their own, such as the answer to a form.</summary>
    /// <param name="name">What it is called in a fault.</param>
    /// <param name="shows">A selector of something that the page must have, in whatever language.</param>
    public async Task LookAsync(string name, string? shows = null)
    {
        if (shows is not null && await page.Locator(shows).CountAsync() == 0)
        {
            faults.Add($"{name}: does not show {shows} but {(await page.InnerTextAsync("main")).ReplaceLineEndings(" ")}");
            return;
        }

        var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        if (wide > width)
        {
            faults.Add($"{name}: {wide} px wide at {width}: {await page.EvaluateAsync<string>(PageScripts.Widest)}");
        }

        await MeasureTargetsAsync(name);
        if (await page.Locator("h1").CountAsync() != 1)
        {
            faults.Add($"{name}: {await page.Locator("h1").CountAsync()} h1");
        }

        await PressMainActionsAsync(name);
        await OpenAllAsync(name);
        faults.AddRange((await page.EvaluateAsync<string[]>(PageScripts.HiddenFocus)).Select(s => $"{name}: has the focus under a bar: {s}"));
        await AddViolationsAsync(name, page.Locator(":root"));
        faults.AddRange(errors.Select(e => $"{name}: console: {e}"));
        errors.Clear();
    }

    /// <summary>No fault was found, and there was enough to look at: a check that finds nothing to press proves nothing.</summary>
    /// <param name="actions">On how many pages a main action must have been pressed.</param>
    /// <param name="dialogs">How many dialogs and menus must have been opened.</param>
    public void AssertNothingWrong(int actions, int dialogs)
    {
        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(60)));
        Assert.True(this.actions >= actions, $"only {this.actions} pages had a main action");
        Assert.True(this.dialogs >= dialogs, $"only {this.dialogs} dialogs were opened");
    }

    /// <summary>Opens something that lies over the page, looks at it the first time that it is seen, and closes it by Esc or as it is told.</summary>
    public async Task OpenOverAsync(string name, string over, Func<Task> open, Func<ILocator, Task>? close = null, bool known = false)
    {
        dialogs++;
        try
        {
            await open();
            var opened = page.Locator(over);
            await opened.WaitForAsync(new LocatorWaitForOptions { Timeout = 3000 });
            if (!known)
            {
                await LookIntoAsync($"{name}: {over}", opened);
                await AddViolationsAsync($"{name}: {over}", opened);
            }

            await (close is null ? page.Keyboard.PressAsync("Escape") : close(opened));
            await opened.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden, Timeout = 3000 });
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            faults.Add($"{name}: {over} does not open and close: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private async Task LookIntoAsync(string name, ILocator opened)
    {
        if (await opened.EvaluateAsync<bool>(PageScripts.TooWide))
        {
            faults.Add($"{name} is too wide");
        }

        if (await opened.EvaluateAsync<bool>(PageScripts.Nameless))
        {
            faults.Add($"{name} has no heading");
        }

        await MeasureTargetsAsync(name);
    }

    private async Task MeasureTargetsAsync(string name) =>
        faults.AddRange((await page.EvaluateAsync<string[]>(PageScripts.SmallTargets)).Select(s => $"{name}: target under 24 px: {s}"));

    // Obsolete, yet a quarter of the time: the newer way opens a second window to put the results of frames together, and we have no frames.
#pragma warning disable CS0618
    private async Task AddViolationsAsync(string name, ILocator part) =>
        faults.AddRange((await part.RunAxeLegacy(Wcag22)).Violations.Select(v => $"{name}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
#pragma warning restore CS0618

    private async Task PressMainActionsAsync(string name)
    {
        var main = page.Locator(MainActions);
        var count = await main.CountAsync();
        actions += count > 0 ? 1 : 0;
        for (var i = 0; i < count; i++)
        {
            await PressAsync(name, main.Nth(i));
        }
    }

    /// <summary>
    /// Really pressed, from the page's end, where bars at the bottom would cover it: the browser's click arrives there and begins what the button or link is for. That ends before the
    /// server: a way to another page is broken off, a request of the script is answered with 204. Both leave the page standing.
    /// </summary>
    private async Task PressAsync(string name, ILocator action)
    {
        var sent = new TaskCompletionSource();
        var leads = await action.EvaluateAsync<string[]>(PageScripts.WhereItLeads);
        Func<IRoute, Task> answer = async route =>
        {
            if (route.Request.IsNavigationRequest || route.Request.Method != "GET")
            {
                await (route.Request.IsNavigationRequest ? route.AbortAsync("aborted") : route.FulfillAsync(new RouteFulfillOptions { Status = 204 }));
                if (leads.Contains(route.Request.Url.Split('?')[0]))
                {
                    sent.TrySetResult();
                }
            }
            else
            {
                await route.FallbackAsync();
            }
        };
        await page.RouteAsync("**/*", answer);
        try
        {
            await page.EvaluateAsync("() => scrollTo(0, document.documentElement.scrollHeight)");
            await action.ClickAsync(new LocatorClickOptions { Trial = true, Timeout = 3000 });
            await action.EvaluateAsync(PageScripts.AwaitClick);
            await action.ClickAsync(new LocatorClickOptions { Timeout = 3000 });
            switch (await action.EvaluateAsync<string>(PageScripts.WhatClickDid, null, new LocatorEvaluateOptions { Timeout = 3000 }))
            {
                case "missed":
                    faults.Add($"{name}: the click does not reach the main action");
                    break;
                case "dialog":
                    await AddViolationsAsync($"{name}: dialog", page.Locator("dialog[open]"));
                    await page.Keyboard.PressAsync("Escape");
                    await page.Locator("dialog[open]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden, Timeout = 3000 });
                    break;
                case "sends" when await Task.WhenAny(sent.Task, Task.Delay(TimeSpan.FromSeconds(10))) != sent.Task:
                    faults.Add($"{name}: the main action was clicked and begins nothing");
                    break;
            }

            await page.EvaluateAsync(PageScripts.ComeBack);
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            faults.Add($"{name}: the main action cannot be pressed: {e.Message.Split("Call log", 2)[^1].ReplaceLineEndings(" ")}");
        }
        finally
        {
            await page.UnrouteAsync("**/*", answer);
        }

        await page.Mouse.MoveAsync(0, 0);       // what one points at looks different
    }

    /// <summary>What the page can open: dialogs that it has, dialogs whose content the server gives, menus.</summary>
    private async Task OpenAllAsync(string name)
    {
        foreach (var opener in await page.Locator("main [data-open-url]:visible").AllAsync())
        {
            // The same dialog on every page with this list: its address without what the list shows.
            if (seen.Add((await opener.GetAttributeAsync("data-open-url"))!.Split('?')[0]))
            {
                await OpenOverAsync(name, "dialog[open]", async () =>
                {
                    await opener.ClickAsync(new LocatorClickOptions { Timeout = 3000 });
                    await page.Locator("dialog[open] form button.btn-primary").ClickAsync(new LocatorClickOptions { Trial = true, Timeout = 3000 });
                });
            }
        }

        foreach (var opener in await page.Locator("[data-open]:visible").AllAsync())
        {
            var target = (await opener.GetAttributeAsync("data-open"))!;
            var known = !seen.Add(target);
            // The shell's own are the same on every page.
            if (!known || await opener.EvaluateAsync<bool>("e => Boolean(e.closest('main'))"))
            {
                await OpenOverAsync(name, $"dialog{target}[open]", () => opener.ClickAsync(new LocatorClickOptions { Timeout = 3000 }), CloseAsync, known);
            }
        }

        // One for each kind of shell: SalesSupport's, the portal's, the operator's.
        foreach (var menu in await page.Locator("details.menu > summary:visible").AllAsync())
        {
            if (seen.Add("menu of " + await page.Locator("body").GetAttributeAsync("class")))
            {
                await OpenOverAsync(name, "details.menu[open] > .menu-body", () => menu.ClickAsync(new LocatorClickOptions { Timeout = 3000 }));
            }
        }
    }

    private async Task CloseAsync(ILocator dialog)
    {
        var close = dialog.Locator("[data-close]:visible");
        await (await close.CountAsync() > 0 ? close.First.ClickAsync(new LocatorClickOptions { Timeout = 3000 }) : page.Keyboard.PressAsync("Escape"));
    }
}
