// ? / n g-x j k o x c a r l e, Ctrl+Enter, Esc. None fires while somebody types or composes.
import { composing } from './content.js';
import { open } from './dialog.js';
import { openRow, step, tickRow } from './rows.js';

const typing = element => element?.isContentEditable || element?.matches?.('input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select');
const press = key => {
  const scope = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
  const target = [...scope.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(e => e.checkVisibility() && !e.disabled && e.getAttribute('aria-disabled') !== 'true');
  if (!target) return false;
  if (typing(target)) target.focus();
  else target.click();
  return true;
};
let went = -Infinity;          // when g was pressed; time is counted from the loading of the page

document.addEventListener('keydown', event => {
  if (composing(event) || event.defaultPrevented) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    const box = [...document.querySelectorAll('dialog[open]')].at(-1);
    const page = document.querySelector('form[data-main]');
    const form = event.target.closest?.('form') ?? page;
    // In a dialog its own form, never the one behind it.
    const main = box ? (box.contains(form) ? form : box.querySelector('form')) : !page || form.matches('[data-main], main form') ? form : page;
    if (!main) return;
    event.preventDefault();
    const go = main.querySelector('[data-submit-main]') ?? main.querySelector('button.btn-primary:not([type="button"])') ?? (main.id ? document.querySelector(`button.btn-primary[form="${CSS.escape(main.id)}"]`) : null);
    main.requestSubmit(go);
    return;
  }
  if (event.key === 'Escape' && !document.querySelector('dialog[open]')) {
    if (typing(event.target)) {
      event.target.blur();
      return;
    }
    document.querySelector('main a[data-back]')?.click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key;
  if (event.timeStamp - went < 1200) {
    went = -Infinity;
    const target = [...document.querySelectorAll('[data-go]')].find(e => e.dataset.go === key);
    if (target) {
      event.preventDefault();
      target.click();
      return;
    }
  }
  if (document.querySelector('dialog[open]') && key !== '?') {
    if (key.length === 1 && press(key)) event.preventDefault();
    return;
  }
  const done = key === 'g' ? (went = event.timeStamp, false)
    : key === '?' ? sheet()
    : key === '/' ? search()
    // The row that was chosen comes before the page's own o, which opens the first.
    : (key === 'o' && openRow()) || (key === 'x' && tickRow()) || press(key) || (key === 'j' ? step(1) : key === 'k' ? step(-1) : false);
  if (done) event.preventDefault();
});

function sheet() {
  const dialog = document.getElementById('keys-sheet');
  if (dialog) open(dialog);
  return Boolean(dialog);
}
function search() {
  const field = [...document.querySelectorAll('[data-search]')].find(f => f.checkVisibility());
  field?.focus();
  field?.select();
  return Boolean(field);
}
