// Submitting: never twice, never by the Enter that ends a composition, and only after the typed word where nothing can be undone.
import { composing, make, on } from './content.js';
import { ask } from './dialog.js';
import { busy, freshToken } from './net.js';
import { say } from './words.js';

document.addEventListener('keydown', event => {
  if (event.key === 'Enter' && composing(event)) event.stopPropagation();
}, true);

const confirmed = new WeakSet();
document.addEventListener('submit', event => {
  const form = event.target;
  const word = event.submitter?.dataset.confirmType ?? form.dataset.confirmType;
  if (!word || confirmed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const input = make('input.form-control');
  input.setAttribute('aria-label', say('typeWord', word));
  input.autocomplete = 'off';
  const go = make('button.btn.btn-danger', event.submitter?.textContent.trim() || say('go'));
  go.disabled = true;
  input.addEventListener('input', () => { go.disabled = input.value.trim() !== word; });
  const cancel = make('button.btn', say('cancel'));
  cancel.type = 'button';
  const inner = make('form', make('div.dialog-body.stack', make('p', event.submitter?.dataset.confirmText ?? form.dataset.confirmText ?? ''), make('p', say('typeWord', word)), input), make('div.dialog-end', cancel, go));
  const dialog = ask(form.dataset.confirmTitle ?? event.submitter?.textContent.trim() ?? say('go'), inner);
  cancel.addEventListener('click', () => dialog.close());
  inner.addEventListener('submit', e => {
    e.preventDefault();
    e.stopPropagation();
    if (go.disabled) return;
    dialog.close();
    confirmed.add(form);
    form.requestSubmit(event.submitter);
  });
  input.focus();
}, true);

// The error page of a form was made for whoever was signed on then, often nobody: before it is sent again it gets the token of who is signed on now.
document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.matches('form[data-error-typed]') || form.dataset.fresh !== undefined) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  freshToken(form.getAttribute('action')).catch(() => false).then(() => {
    form.dataset.fresh = '';
    form.requestSubmit(submitter);
  });
}, true);

function free(form) {
  if (!form || form.dataset.sending === undefined) return;
  delete form.dataset.sending;
  for (const b of form.querySelectorAll('.is-busy')) {
    b.classList.remove('is-busy');
    b.removeAttribute('aria-disabled');
  }
}

document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method === 'dialog' || form.closest('dialog [data-local]')) return;
  if (form.dataset.sending !== undefined) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // After all other handlers: one of them may have stopped it.
  setTimeout(() => {
    const byHtmx = form.matches('[hx-post], [hx-put], [hx-patch], [hx-delete], [hx-get], [data-hx-post]');
    if (event.defaultPrevented && !byHtmx) return;
    form.dataset.sending = '';
    if (event.submitter) {
      event.submitter.classList.add('is-busy');
      event.submitter.setAttribute('aria-disabled', 'true');
    }
    if (byHtmx) return;
    if (form.target === '_blank' || form.dataset.download !== undefined) setTimeout(() => free(form), 2000);
    else {
      busy(true);
      setTimeout(() => { free(form); busy(false); }, 15000);
    }
  });
}, true);
document.addEventListener('htmx:afterRequest', event => free(event.target.closest?.('form')));
// <form hx-post data-focus-after="#comments li:last-child">: where one goes on when it was taken. Otherwise htmx puts the cursor back into the emptied box, and the next key is typed there.
document.addEventListener('htmx:afterSettle', event => {
  const place = event.detail.xhr?.status < 300 && event.detail.requestConfig?.elt?.dataset?.focusAfter;
  const next = place && document.querySelector(place);
  if (!next) return;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
});
document.addEventListener('htmx:validation:halted', event => free(event.target.closest?.('form')));
addEventListener('pageshow', event => {
  if (!event.persisted) return;
  busy(false);
  document.querySelectorAll('form[data-sending]').forEach(free);
});

// Forms that script submits carry the newest token, also on a page that was open for long.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'post') return;
  const meta = document.querySelector('meta[name="antiforgery"]')?.content;
  if (!meta) return;
  let field = form.querySelector('input[name="__RequestVerificationToken"]');
  if (!field) {
    field = make('input');
    Object.assign(field, { type: 'hidden', name: '__RequestVerificationToken' });
    form.append(field);
  }
  field.value = meta;
});
// A select that goes at once: <select data-go> in a GET form
on('change', 'select[data-submit], input[data-submit]', (_, field) => field.form?.requestSubmit());
