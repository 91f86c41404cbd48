// The page's own keys. t m w d i p are data-key in the view; here are the arrows and the entries.
import { composing, make } from './house.js';
import { say } from './words.js';

const typing = element => element?.isContentEditable || element?.matches?.('input, textarea, select');
const sideways = element => {
  for (let e = element; e && e !== document.body; e = e.parentElement) if (e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX)) return true;
  return false;
};

/** @param go called with prev or next */
export function keys(root, go) {
  document.addEventListener('keydown', event => {
    if (composing(event) || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || typing(event.target) || document.querySelector('dialog[open], details.menu[open]')) return;
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      if (sideways(event.target)) return;         // the arrows scroll it
      event.preventDefault();
      go(event.key === 'ArrowLeft' ? 'prev' : 'next');
    } else if (event.key === 'j' || event.key === 'k') {
      if (step(root, event.key === 'j' ? 1 : -1)) event.preventDefault();
    }
  });
  sheet();
}

/** The next or previous entry in the order of time, which is not the order in which a week's columns overlap. */
function step(root, by) {
  const all = [...root.querySelectorAll('a.entry[href], .entry a[href]')].filter(e => e.checkVisibility());
  const place = e => (e.closest('[data-at]') ?? e.querySelector('[data-at]'))?.dataset.at ?? '';
  const sorted = all.map((e, i) => ({ e, i, at: place(e) })).sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : a.i - b.i).map(x => x.e);
  if (sorted.length === 0) return false;
  const here = sorted.indexOf(document.activeElement);
  const next = sorted[here < 0 ? (by > 0 ? 0 : sorted.length - 1) : Math.min(sorted.length - 1, Math.max(0, here + by))];
  next.focus();
  return true;
}

function sheet() {
  const list = make('dl.keys');
  const add = (words, ...names) => {
    const dt = make('dt');
    names.forEach((name, i) => dt.append(...(i > 0 ? [' '] : []), make('kbd', name)));
    list.append(dt, make('dd', words));
  };
  add(say('keyToday'), 't');
  add(say('keyViews'), 'm', 'w', 'd', 'i', 'p');
  add(say('keyMove'), '←', '→');
  add(say('keyEntries'), 'j', 'k');
  add(say('keyEnter'), 'Enter');
  const body = document.querySelector('#keys-sheet .dialog-body');
  const part = make('section', make('h3', say('keys')), list);
  body?.prepend(part);
}
