// Forms with data-keep="KEY": what is typed is also written to this browser, comes back after a failure, an ended session or a closed tab,
// and goes when the server says it has it: <meta name="kept-done" content="KEY"> on the next page, or HX-Trigger: {"kept-done":{"value":"KEY"}}.
import { button, clock, each, icon, make, on, store } from './content.js';
import { growRows } from './repeat.js';
import { say } from './words.js';

const user = document.body?.dataset.user ?? '';
const days = 14;
let wiped = false;
const prefix = 'keep:';
const keyOf = name => `${prefix}${user}:${name}`;
const skip = new Set(['__RequestVerificationToken', 'Version']);

const fields = form => [...form.elements].filter(f => (f.name || f.dataset.keepName) && !skip.has(f.name) && !['password', 'file', 'submit', 'button', 'reset'].includes(f.type) && f.dataset.keep !== 'no');
const valueOf = f => f.type === 'checkbox' || f.type === 'radio' ? (f.checked ? f.value : null) : f.type === 'select-multiple' ? [...f.selectedOptions].map(o => o.value) : f.value;
const nameOf = f => `${f.name || f.dataset.keepName}${f.type === 'checkbox' || f.type === 'radio' ? `=${f.value}` : ''}`;
const read = form => Object.fromEntries(fields(form).map(f => [nameOf(f), valueOf(f)]));

function write(form, values) {
  let changed = 0;
  growRows(form, Object.keys(values));
  for (const f of fields(form)) {
    const name = nameOf(f);
    if (!(name in values) || JSON.stringify(valueOf(f)) === JSON.stringify(values[name])) continue;
    if (f.type === 'checkbox' || f.type === 'radio') f.checked = values[name] !== null;
    else if (f.type === 'select-multiple') for (const o of f.options) o.selected = values[name].includes(o.value);
    else f.value = values[name];
    changed++;
  }
  return changed;
}

export const keepName = form => form.dataset.keep || (form.dataset.autosave !== undefined ? `auto:${form.dataset.autosave || location.pathname}` : null);
export const forget = name => store.remove(keyOf(name));

export function keep(form, first) {
  if (wiped || !form.isConnected) return;          // htmx took it away: what it held has been sent
  const now = read(form);
  const values = Object.fromEntries(Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(first[name])));
  if (Object.keys(values).length) store.set(keyOf(keepName(form)), { at: Date.now(), values });
  else forget(keepName(form));
}

each('form[data-keep], form[data-autosave]', form => {
  const first = read(form);
  const kept = store.get(keyOf(keepName(form)));
  if (kept && Date.now() - kept.at < days * 864e5 && write(form, kept.values)) {
    const at = new Date(kept.at);
    const notice = make('div.notice.notice-info', icon('restore'), make('p', say('restored', `${at.getMonth() + 1}/${at.getDate()} ${clock(at)}`)));
    notice.setAttribute('role', 'status');
    notice.append(button(say('discard'), () => {
      forget(keepName(form));
      location.reload();
    }, 'button.btn.btn-sm'));
    form.prepend(notice);
    form.dispatchEvent(new CustomEvent('restored', { bubbles: true }));
  }
  let timer;
  const later = () => { clearTimeout(timer); timer = setTimeout(() => keep(form, first), 300); };
  form.addEventListener('input', later);
  form.addEventListener('change', later);
  form.addEventListener('rows', later);
  const now = () => { if (timer) keep(form, first); };
  form.addEventListener('submit', () => {
    now();
    const kept = store.get(keyOf(keepName(form)));
    if (kept) store.set(keyOf(keepName(form)), { ...kept, sent: true });
  });
  addEventListener('pagehide', now);
});

// What was sent, and whose form did not come back on the page that followed, has arrived. Pages without a user (sign-on, errors) prove nothing.
function arrived() {
  const here = new Set([...document.querySelectorAll('form[data-keep], form[data-autosave]')].map(f => keyOf(keepName(f))));
  for (const meta of document.querySelectorAll('meta[name="kept-done"]')) forget(meta.content);
  if (!user) return;
  for (const key of store.keys().filter(k => k.startsWith(prefix))) {
    const kept = store.get(key);
    const others = !key.startsWith(keyOf(''));
    if (others || !kept || Date.now() - kept.at > days * 864e5 || (kept.sent && !here.has(key))) store.remove(key);
  }
}
arrived();
document.addEventListener('kept-done', event => forget(event.detail.value));

export function wipe() {
  wiped = true;          // the page that is being left must not write once more
  for (const key of store.keys()) if (key.startsWith(prefix)) store.remove(key);
}
on('submit', 'form[data-sign-out]', wipe);
if (document.querySelector('meta[name="signed-out"]')) wipe();
