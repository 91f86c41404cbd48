// Forms with data-keep="KEY": what is typed is also written to this browser, comes back after a failure, an ended session or a closed tab,
// and goes when the server says it has it: <meta name="kept-done" content="KEY"> on the next page, or HX-Trigger: {"kept-done":{"value":"KEY"}}.
// A form that is sent carries its KEY as _kept; the house answers with kept-done when it was taken, and with <meta name="refused"> when it was not.
import { button, clock, each, icon, make, on, store } from './content.js';
import { growRows } from './repeat.js';
import { say } from './words.js';

const user = document.body?.dataset.user ?? '';
const days = 14;
let wiped = false;
const prefix = 'keep:';
const keyOf = name => `${prefix}${user}:${name}`;
const skip = new Set(['__RequestVerificationToken', '_kept']);

// Which state of the thing the form was made from. It is kept beside the words: put into a newer page they would overwrite what others wrote since.
// So is the id under which a new thing is sent: the same words sent twice are then one thing, also when the first answer got lost.
const isFormId = f => /(?:^|\.)formid$/i.test(f.name);
const isVersion = f => isFormId(f) || /(?:^|\.)(?:version|revision)$/i.test(f.name);
const usable = form => [...form.elements].filter(f => (f.name || f.dataset.keepName) && !skip.has(f.name) && !['password', 'file', 'submit', 'button', 'reset'].includes(f.type) && f.dataset.keep !== 'no');
const fields = form => usable(form).filter(f => !isVersion(f));
const versions = form => Object.fromEntries(usable(form).filter(isVersion).map(f => [f.name, f.value]));
const valueOf = f => f.type === 'checkbox' || f.type === 'radio' ? (f.checked ? f.value : null) : f.type === 'select-multiple' ? [...f.selectedOptions].map(o => o.value) : f.value;
const nameOf = f => `${f.name || f.dataset.keepName}${f.type === 'checkbox' || f.type === 'radio' ? `=${f.value}` : ''}`;
const read = form => Object.fromEntries(fields(form).map(f => [nameOf(f), valueOf(f)]));
// What the server wrote, whatever the browser itself has put back into the fields of a page that was loaded again.
const given = f => f.type === 'checkbox' || f.type === 'radio' ? (f.defaultChecked ? f.value : null)
  : f.type === 'select-multiple' ? [...f.options].filter(o => o.defaultSelected).map(o => o.value)
  : f.type === 'select-one' ? ([...f.options].find(o => o.defaultSelected) ?? f.options[0])?.value ?? '' : f.defaultValue;
const readGiven = form => Object.fromEntries(fields(form).map(f => [nameOf(f), given(f)]));
const differs = (a, b) => Object.entries(a).some(([name, value]) => JSON.stringify(value) !== JSON.stringify(b[name]));

// A choice that the server has not offered on this page, such as the people of a customer that was picked, is told by its words.
const wordsOf = form => Object.fromEntries(fields(form).filter(f => f.type === 'select-one' && f.value).map(f => [nameOf(f), f.selectedOptions[0].text]));

function write(form, values, words) {
  growRows(form, Object.keys(values));
  for (const f of fields(form)) {
    const name = nameOf(f);
    if (!(name in values) || JSON.stringify(valueOf(f)) === JSON.stringify(values[name])) continue;
    if (f.type === 'checkbox' || f.type === 'radio') f.checked = values[name] !== null;
    else if (f.type === 'select-multiple') for (const o of f.options) o.selected = values[name].includes(o.value);
    else {
      if (f.type === 'select-one' && values[name] && ![...f.options].some(o => o.value === values[name])) f.add(new Option(words?.[name] ?? values[name], values[name]));
      f.value = values[name];
    }
  }
}

/** Puts the older version back and tells whether there was one: saving then meets whoever saved in between, and shows both. */
function writeVersions(form, kept) {
  let older = false;
  for (const f of usable(form).filter(isVersion)) {
    if (kept?.[f.name] === undefined || kept[f.name] === f.value) continue;
    f.value = kept[f.name];
    older ||= !isFormId(f);
  }
  return older;
}

export const keepName = form => form.dataset.keep || (form.dataset.autosave !== undefined ? `auto:${form.dataset.autosave || location.pathname}` : null);
export const forget = name => store.remove(keyOf(name));

export function keep(form, first) {
  if (wiped || !form.isConnected) return;          // htmx took it away: what it held has been sent
  const now = read(form);
  const values = Object.fromEntries(Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(first[name])));
  if (Object.keys(values).length) store.set(keyOf(keepName(form)), { at: Date.now(), values, words: wordsOf(form), versions: versions(form) });
  else forget(keepName(form));
}

function restore(form, first) {
  const name = keepName(form);
  const kept = store.get(keyOf(name));
  if (!kept || Date.now() - kept.at > days * 864e5) return differs(first, read(form));
  if (!differs(kept.values, first)) {          // the server has every word of it
    forget(name);
    return false;
  }
  write(form, kept.values, kept.words);
  const older = writeVersions(form, kept.versions);
  const at = new Date(kept.at);
  const notice = make('div.notice.notice-info', icon('restore'), make('p', say(older ? 'restoredOlder' : 'restored', `${at.getMonth() + 1}/${at.getDate()} ${clock(at)}`)));
  notice.setAttribute('role', 'status');
  notice.append(button(say('discard'), () => {
    forget(name);
    location.reload();
  }, 'button.btn.btn-sm'));
  form.prepend(notice);
  form.closest('details')?.setAttribute('open', '');          // what came back must be seen
  return true;
}

each('form[data-keep], form[data-autosave]', form => {
  // A page that answers this very form shows what was sent; none of it is stored yet, so all of it is kept when it goes on.
  const refused = document.querySelector('meta[name="refused"]')?.content === keepName(form);
  const first = refused ? {} : readGiven(form);
  if (!refused && restore(form, first)) setTimeout(() => form.dispatchEvent(new CustomEvent('restored', { bubbles: true })));          // when autosave listens too
  let timer;
  const now = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    keep(form, first);
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(now, 300); };
  form.addEventListener('input', later);
  form.addEventListener('change', later);
  form.addEventListener('rows', later);
  form.addEventListener('restored', later);
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    timer = undefined;
    // Also when nothing was typed since: another tab with the same form may have been saved, and its words forgotten.
    if (differs(read(form), first)) keep(form, first);
    let name = form.querySelector('input[name="_kept"]');
    if (!name) {
      name = make('input');
      Object.assign(name, { type: 'hidden', name: '_kept' });
      form.append(name);
    }
    name.value = keepName(form);
  });
  addEventListener('pagehide', now);
});

// Words of others who used this browser before, and what nobody came back for.
function tidy() {
  for (const meta of document.querySelectorAll('meta[name="kept-done"]')) forget(meta.content);
  if (!user) return;
  for (const key of store.keys().filter(k => k.startsWith(prefix))) {
    const kept = store.get(key);
    const others = !key.startsWith(keyOf('')) && !key.startsWith(`${prefix}:`);
    if (others || !kept || Date.now() - kept.at > days * 864e5) store.remove(key);
  }
}
tidy();
document.addEventListener('kept-done', event => forget(event.detail.value));

export function wipe() {
  wiped = true;          // the page that is being left must not write once more
  for (const key of store.keys()) if (key.startsWith(prefix)) store.remove(key);
}
on('submit', 'form[data-sign-out]', wipe);
if (document.querySelector('meta[name="signed-out"]')) wipe();

// "Take the saved version": the words of this page are given up.
on('click', 'a[data-take-saved]', () => {
  wiped = true;
  for (const form of document.querySelectorAll('form[data-keep], form[data-autosave]')) {
    form.dataset.abandoned = '';
    forget(keepName(form));
  }
});
