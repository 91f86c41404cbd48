using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace SalesSupport.EndToEndTests;

/// <summary>
/// Looks at the page that a window shows: nothing wider than the window, targets big enough, one heading, no violation by axe, no error in the console; its main action can be pressed, its dialogs
/// open and close, and what has the focus does not lie under a bar.
/// </summary>
internal sealed class PageCheck
{
    private static readonly AxeRunOptions Wcag22 = new() { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"] } };

    private readonly IPage page;
    private readonly int width;
    private readonly List<string> faults = [];
    private readonly List<string> errors = [];
    private readonly HashSet<string> shellDialogs = [];
    private readonly HashSet<string> serverDialogs = [];

    public PageCheck(IPage page, int width)
    {
        this.page = page;
        this.width = width;
        page.Console += (_, message) =>
        {
            // That the page itself was answered with 4xx or 5xx is what some of the pages are about; and a look-up that a newer one replaced was no failure.
            var replaced = message.Text.StartsWith("htmx:sendAbort", StringComparison.Ordinal) || message.Text.StartsWith("htmx:afterRequest", StringComparison.Ordinal);
            if (message.Type == "error" && !replaced && !(message.Text.Contains("the server responded with a status of", StringComparison.Ordinal) && message.Location.Contains(new Uri(page.Url).AbsolutePath, StringComparison.Ordinal)))
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);
    }

    /// <summary>How many pages had something to press, and how many dialogs were opened: a check that finds nothing proves nothing.</summary>
    public int Actions { get; private set; }

    public int Dialogs { get; private set; }

    public async Task OpenAsync(string address)
    {
        errors.Clear();
        await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        await LookAsync(address);
    }

    /// <summary>Checks what is shown now, for pages that have no address of their own, such as the answer to a form.</summary>
    public async Task LookAsync(string name, string? shows = null)
    {
        if (shows is not null && !(await page.ContentAsync()).Contains(shows, StringComparison.Ordinal))
        {
            faults.Add($"{name}: does not show {shows} but {(await page.InnerTextAsync("main")).ReplaceLineEndings(" ")}");
            return;
        }

        var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        if (wide > width)
        {
            faults.Add($"{name}: {wide} px wide at {width}: {await page.EvaluateAsync<string>(Widest)}");
        }

        faults.AddRange((await page.EvaluateAsync<string[]>(SmallTargets)).Select(s => $"{name}: target under 24 px: {s}"));
        if (await page.Locator("h1").CountAsync() != 1)
        {
            faults.Add($"{name}: {await page.Locator("h1").CountAsync()} h1");
        }

        await PressMainActionAsync(name);
        await OpenDialogsAsync(name);
        faults.AddRange((await page.EvaluateAsync<string[]>(HiddenFocus)).Select(s => $"{name}: has the focus under a bar: {s}"));
        var axe = await page.RunAxe(Wcag22);
        faults.AddRange(axe.Violations.Select(v => $"{name}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
        faults.AddRange(errors.Select(e => $"{name}: console: {e}"));
        errors.Clear();
    }

    public void AssertNothingWrong() => Assert.True(faults.Count == 0, string.Join("\n", faults.Take(60)));

    /// <summary>Everything that a press needs, except that nothing is sent: it can be scrolled to, stands still, and nothing lies on it. From the page's end, where bars at the bottom would cover it.</summary>
    private async Task PressMainActionAsync(string name)
    {
        var main = page.Locator("main form[data-main] :is(button:not([type=button]), .btn-primary):visible, main .btn-primary:visible, .form-end .btn-primary:visible");
        if (await main.CountAsync() == 0)
        {
            return;
        }

        Actions++;
        await page.EvaluateAsync("() => scrollTo(0, document.documentElement.scrollHeight)");
        try
        {
            await main.Last.ClickAsync(new LocatorClickOptions { Trial = true, Timeout = 3000 });
            if (await main.Last.EvaluateAsync<bool>(Covered))
            {
                faults.Add($"{name}: the main action lies under something at the end of the page");
            }
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            faults.Add($"{name}: the main action cannot be pressed: {e.Message.Split("Call log", 2)[^1].ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>A dialog of the shell that a key opens from wherever one is.</summary>
    public async Task OpenByKeyAsync(string key, string dialog)
    {
        try
        {
            await page.Keyboard.PressAsync(key);
            await page.Locator($"dialog{dialog}[open]").WaitForAsync(new LocatorWaitForOptions { Timeout = 3000 });
            await page.Keyboard.PressAsync("Escape");
            await page.Locator($"dialog{dialog}:not([open])").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached, Timeout = 3000 });
            Dialogs++;
        }
        catch (Exception e) when (e is TimeoutException or PlaywrightException)
        {
            faults.Add($"the dialog {dialog} does not open by {key} and close by Esc: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private async Task OpenDialogsAsync(string name)
    {
        foreach (var opener in await page.Locator("main [data-open-url]:visible").AllAsync())
        {
            await OpenFromServerAsync(name, opener);
        }

        foreach (var opener in await page.Locator("[data-open]:visible").AllAsync())
        {
            var target = (await opener.GetAttributeAsync("data-open"))!;
            // The shell's own are the same on every page.
            if (!await opener.EvaluateAsync<bool>("e => Boolean(e.closest('main'))") && !shellDialogs.Add(target))
            {
                continue;
            }

            Dialogs++;
            try
            {
                await opener.ClickAsync(new LocatorClickOptions { Timeout = 3000 });
                var dialog = page.Locator($"dialog{target}[open]");
                await dialog.WaitForAsync(new LocatorWaitForOptions { Timeout = 3000 });
                var close = dialog.Locator("[data-close]:visible");
                if (await close.CountAsync() > 0)
                {
                    await close.First.ClickAsync(new LocatorClickOptions { Timeout = 3000 });
                }
                else
                {
                    await page.Keyboard.PressAsync("Escape");
                }

                await page.Locator($"dialog{target}:not([open])").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached, Timeout = 3000 });
            }
            catch (Exception e) when (e is PlaywrightException or TimeoutException)
            {
                faults.Add($"{name}: the dialog {target} does not open and close: {e.Message.ReplaceLineEndings(" ")}");
            }
        }
    }

    /// <summary>A dialog whose content the server gives has a heading of its own, something to do in it, fits into the window and closes by Esc.</summary>
    private async Task OpenFromServerAsync(string name, ILocator opener)
    {
        // The same dialog on every page with this list: its address without what the list shows.
        var url = (await opener.GetAttributeAsync("data-open-url"))!.Split('?')[0];
        if (!serverDialogs.Add(url))
        {
            return;
        }

        Dialogs++;
        try
        {
            await opener.ClickAsync(new LocatorClickOptions { Timeout = 3000 });
            var dialog = page.Locator("dialog[open]");
            await dialog.Locator("form button.btn-primary").ClickAsync(new LocatorClickOptions { Trial = true, Timeout = 3000 });
            if ((await dialog.Locator("h2").InnerTextAsync()).Trim().Length == 0 || await dialog.EvaluateAsync<bool>("d => d.scrollWidth > d.clientWidth || d.getBoundingClientRect().right > innerWidth"))
            {
                faults.Add($"{name}: the dialog {url} has no heading or is too wide");
            }

            faults.AddRange((await page.EvaluateAsync<string[]>(SmallTargets)).Select(s => $"{name}: {url}: target under 24 px: {s}"));
            var axe = await page.RunAxe(new AxeRunContext { Include = [new AxeSelector("dialog[open]")] }, Wcag22);
            faults.AddRange(axe.Violations.Select(v => $"{name}: {url}: {v.Id}: {v.Help}"));
            await page.Keyboard.PressAsync("Escape");
            await dialog.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached, Timeout = 3000 });
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            faults.Add($"{name}: the dialog {url} does not open and close: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private const string Widest = "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')";

    private const string Covered = "e => { const b = e.getBoundingClientRect(), top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2); return !(top && (e.contains(top) || top.contains(e))); }";

    // WCAG 2.2, 2.5.8: links inside a sentence are excepted, as are what is not shown.
    private const string SmallTargets = """
        () => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')].filter(e => {
          const style = getComputedStyle(e), box = e.getBoundingClientRect();
          if (!box.width || !box.height || style.visibility === 'hidden' || e.closest('[hidden], .visually-hidden, .skip-link')) return false;
          if (style.display === 'inline' && e.tagName === 'A') return false;
          const label = e.closest('label')?.getBoundingClientRect();
          return Math.max(box.width, label?.width ?? 0) < 24 || Math.max(box.height, label?.height ?? 0) < 24;
        }).slice(0, 5).map(e => e.outerHTML.slice(0, 140))
        """;

    // WCAG 2.2, 2.4.11: walks through the page with the focus, down and up again.
    private const string HiddenFocus = """
        () => {
          const shown = e => { const b = e.getBoundingClientRect(); return b.width > 0 && b.height > 0 && e.checkVisibility({ visibilityProperty: true }) && !e.closest('.visually-hidden, dialog'); };
          const all = [...document.querySelectorAll('main :is(a[href], button, input:not([type=hidden]), select, textarea, summary)')].filter(e => shown(e) && !e.disabled).slice(0, 150);
          const bars = [...document.querySelectorAll('.top, .thumb, .form-end-sticky, .verbs-sticky, table.list thead')].filter(shown);
          const hidden = new Set();
          for (const e of [...all, ...all.toReversed()]) {
            e.focus();
            if (document.activeElement !== e) continue;
            const b = e.getBoundingClientRect();
            for (const bar of bars) {
              const r = bar.getBoundingClientRect();
              if (!bar.contains(e) && ['fixed', 'sticky'].includes(getComputedStyle(bar.tagName === 'THEAD' ? bar.querySelector('th') : bar).position) && b.top >= r.top && b.bottom <= r.bottom && b.left < r.right && b.right > r.left) hidden.add(e);
            }
          }
          document.activeElement?.blur();
          scrollTo(0, 0);
          return [...hidden].slice(0, 5).map(e => e.outerHTML.slice(0, 140));
        }
        """;
}
