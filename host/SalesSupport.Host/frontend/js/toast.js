import { button, each, icon, make } from './content.js';
import { say } from './words.js';

const seconds = 10;

function expire(element, stay) {
  if (stay) return;
  let timer = setTimeout(() => element.remove(), seconds * 1000);
  for (const pause of ['pointerenter', 'focusin']) element.addEventListener(pause, () => clearTimeout(timer));
  for (const go of ['pointerleave', 'focusout']) element.addEventListener(go, () => { clearTimeout(timer); timer = setTimeout(() => element.remove(), 3000); });
}

function closable(element) {
  const close = button('', () => element.remove(), 'button.toast-close');
  close.setAttribute('aria-label', say('close'));
  close.append(icon('x'));
  element.append(close);
}

/** Words for ten seconds. `undo` is an address that is posted to; `run` is called instead when given. */
export function toast(words, { undo, run, action, kind, stay } = {}) {
  const element = make('div.toast', make('span', words));
  if (kind) element.classList.add(`is-${kind}`);
  if (run) element.append(button(action ?? say('undo'), () => { element.remove(); run(); }));
  else if (undo) {
    const form = make('form', make('button', action ?? say('undo')));
    form.method = 'post';
    form.action = undo;
    const field = make('input');
    Object.assign(field, { type: 'hidden', name: '__RequestVerificationToken', value: document.querySelector('meta[name="antiforgery"]')?.content ?? '' });
    form.append(field);
    element.append(form);
  }
  closable(element);
  // An open dialog hides everything that is not in it.
  let place = document.getElementById('toasts');
  const dialog = [...document.querySelectorAll('dialog[open]')].at(-1);
  if (dialog) {
    place = dialog.querySelector('.toasts') ?? dialog.appendChild(make('div.toasts'));
    place.setAttribute('role', 'status');
  }
  place?.append(element);
  expire(element, stay);
  return element;
}

each('[data-toast]', element => { closable(element); expire(element); });
// From the server: HX-Trigger: {"toast":{"text":"…","undo":"/…"}}
document.addEventListener('toast', event => toast(event.detail.text ?? event.detail.value, event.detail));
