namespace SalesSupport.EndToEndTests;

/// <summary>What <see cref="PageCheck"/> asks a page by script.</summary>
internal static class PageScripts
{
    public const string Widest = "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')";

    // WCAG 2.2, 2.5.8: links inside a sentence are excepted, as are what is not shown.
    public const string SmallTargets = """
        () => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')].filter(e => {
          const style = getComputedStyle(e), box = e.getBoundingClientRect();
          if (!box.width || !box.height || style.visibility === 'hidden' || e.closest('[hidden], .visually-hidden, .skip-link')) return false;
          if (style.display === 'inline' && e.tagName === 'A') return false;
          const label = e.closest('label')?.getBoundingClientRect();
          return Math.max(box.width, label?.width ?? 0) < 24 || Math.max(box.height, label?.height ?? 0) < 24;
        }).slice(0, 5).map(e => e.outerHTML.slice(0, 140))
        """;

    // WCAG 2.2, 2.4.11: walks through the page with the focus, down and up again.
    public const string HiddenFocus = """
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

    /// <summary>Remembers whether the next click arrives at an element.</summary>
    public const string AwaitClick = "e => { window.pressed = false; addEventListener('click', c => { window.pressed = c.isTrusted && e.contains(c.target); }, { capture: true, once: true }); }";

    /// <summary>What a click on an element came to: <c>missed</c>, a <c>dialog</c>, or something that is sent.</summary>
    public const string WhatClickDid = "e => !window.pressed ? 'missed' : document.querySelector('dialog[open]') ? 'dialog' : 'sends'";

    /// <summary>The addresses, without their queries, to one of which a press on the element must lead.</summary>
    public const string WhereItLeads = "e => [e.href, e.hasAttribute('formaction') ? e.formAction : e.form?.action].filter(Boolean).map(a => a.split(/[?#]/)[0])";

    /// <summary>As after coming back to a page that is still there, nothing is busy any more; not before the script has noticed that something was sent.</summary>
    public const string ComeBack = "async () => { await new Promise(r => setTimeout(r)); dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); }";

    /// <summary>Whether what was opened is wider than the window, or than itself; asked when it has come to rest.</summary>
    public const string TooWide = "async e => { await Promise.all(e.getAnimations().map(a => a.finished)); const b = e.getBoundingClientRect(); return e.scrollWidth > e.clientWidth || b.left < 0 || b.right > innerWidth; }";

    public const string Nameless = "e => e.matches('dialog') && !e.querySelector('h2')?.innerText.trim()";
}
