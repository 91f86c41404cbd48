// <form data-autosave="/reports/draft">: saved 0.8 s after the last key, on leaving a field and on leaving the page.
// The server answers {savedAt, version}; 409 when somebody else was first.
import { button, clock, each } from './content.js';
import { banner, send, token } from './net.js';
import { forget, keepName } from './safe-form.js';
import { say } from './words.js';

// A tab that is loaded again is the same tab: what it kept on leaving is no conflict with itself. The name is laid down only while no page holds it,
// so that a duplicated tab, which gets a copy of this storage, takes a name of its own.
each('form[data-autosave] input[name="Tab"]', field => {
  try {
    field.value = sessionStorage.getItem('tab') ?? field.value;
    sessionStorage.removeItem('tab');
  } catch { /* storage is off */ }
  addEventListener('pagehide', () => { try { sessionStorage.setItem('tab', field.value); } catch { /* storage is off */ } });
  addEventListener('pageshow', event => { if (event.persisted) try { sessionStorage.removeItem('tab'); } catch { /* storage is off */ } });
});

each('form[data-autosave]', form => {
  const state = form.querySelector('[data-autosave-state]') ?? document.querySelector('[data-autosave-state]');
  const url = form.dataset.autosave || form.action;
  let dirty = false;
  let saving;                                   // the save under way, as a promise
  let stopped = false;
  let timer;
  let waits = 2000;

  const tell = (words, failed) => {
    if (!state) return;
    state.textContent = words;
    state.classList.toggle('is-failed', Boolean(failed));
  };
  const again = () => {
    tell(say('unsaved'), true);
    clearTimeout(timer);
    timer = setTimeout(save, waits);
    waits = Math.min(waits * 2, 60000);
  };

  function save(leaving = false) {
    clearTimeout(timer);
    if (!dirty || saving || stopped || form.dataset.abandoned !== undefined) return;
    saving = run(leaving).finally(() => { saving = undefined; });
  }

  async function run(leaving) {
    dirty = false;
    try {
      // A body that outlives the page may be 64 KB at most, so files wait for the real submit.
      const body = new FormData(form);
      body.delete('_kept');
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      const answer = leaving ? await fetch(url, { method: 'POST', body, keepalive: true, headers: { Accept: 'application/json', RequestVerificationToken: token() } }) : await send(url, { method: 'POST', body });
      if (answer.ok) {
        const result = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
        if (result.version !== undefined) for (const field of form.querySelectorAll('input[name="Version"]')) field.value = result.version;
        waits = 2000;
        for (const state of document.querySelectorAll('[data-once-saved] > .chip')) state.lastChild.textContent = state.parentNode.dataset.onceSaved;
        if (!dirty) {
          tell(say('saved', clock(result.savedAt ? new Date(result.savedAt) : new Date())));
          setTimeout(() => { if (!dirty) forget(keepName(form)); }, 400);
        }
      } else if (answer.status === 409) {
        stopped = true;
        // Sent as it stands, it comes back with both versions side by side.
        banner('changed-elsewhere', 'warn', say('changed'), button(say('compare'), () => form.requestSubmit(), 'button.btn.btn-sm'));
        tell(say('refused'), true);
      } else if (answer.status === 400 || answer.status === 422) {
        tell(say('refused'), true);          // typing on tries again
      } else {
        dirty = true;
        again();
      }
    } catch {
      dirty = true;
      again();
    }
    if (dirty && !stopped && waits === 2000) timer = setTimeout(save, 800);
  }

  // "Saved" never stands beside words that are not; a failure keeps standing until a save went well.
  const typed = () => {
    if (!dirty && !state?.classList.contains('is-failed')) tell('');
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  };
  for (const type of ['input', 'change', 'rows', 'restored']) form.addEventListener(type, typed);
  form.addEventListener('focusout', () => { if (dirty) save(); });
  // A save under way raises the version: sending the form beside it would meet itself as "somebody else".
  form.addEventListener('submit', event => {
    if (!saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    dirty = false;
    saving.then(() => form.requestSubmit(submitter));
  }, true);
  form.addEventListener('submit', () => { stopped = true; clearTimeout(timer); setTimeout(() => { stopped = form.dataset.sending !== undefined; }, 1000); });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(true); else if (dirty) save(); });
  addEventListener('online', () => { if (dirty) save(); });
});
