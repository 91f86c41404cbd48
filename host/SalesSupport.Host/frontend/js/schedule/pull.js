// Pulling an entry along a row of days by the mouse. A finger scrolls the table, and opens the entry to change its day.
import { date, plus } from './dates.js';
import { change } from './move.js';

const little = 5;       // pixels within which a press stays a press

/** @param row its cells have data-day, the entries that may be pulled their entry as `pulled`. @param again asks the server for everything anew */
export function pull(row, again) {
  let pulled = false;
  row.addEventListener('pointerdown', event => {
    pulled = false;
    const element = event.target.closest('.entry');
    if (element?.pulled && event.button === 0 && event.pointerType !== 'touch') hold(row, element, event, () => { pulled = true; }, again);
  });
  // The press that ends the pulling opens nothing, and a link is not pulled as its address.
  row.addEventListener('click', event => {
    if (pulled && event.detail > 0) event.preventDefault();
    pulled = false;
  });
  row.addEventListener('dragstart', event => event.preventDefault());
}

function hold(row, element, start, began, again) {
  const from = element.closest('td');
  const held = new AbortController();
  let over = null;
  let moving = false;

  const mark = td => {
    over?.classList.remove('is-target');
    over = td;
    over?.classList.add('is-target');
  };
  const end = () => {
    held.abort();
    element.classList.remove('is-pulled');
    element.style.translate = '';
    mark(null);
  };
  const listen = (target, name, act) => target.addEventListener(name, act, { signal: held.signal });

  listen(document, 'pointermove', event => {
    if (event.buttons === 0) return end();       // let go outside the window
    const by = event.clientX - start.clientX;
    if (!moving && Math.abs(by) < little) return;
    if (!moving) {
      began();
      element.setPointerCapture(start.pointerId);       // not before: what is only pressed is the mark on it, too
    }
    moving = true;
    element.classList.add('is-pulled');
    element.style.translate = `${by}px`;
    mark(dayAt(row, event.clientX));
  });
  listen(document, 'pointerup', () => {
    const to = over;
    end();
    if (to && to !== from) drop(row, element, to, again);
  });
  listen(element, 'lostpointercapture', end);
  listen(document, 'keydown', event => event.key === 'Escape' && end());
}

const dayAt = (row, x) => [...row.querySelectorAll('td[data-day]')].find(td => {
  const { left, right } = td.getBoundingClientRect();
  return x >= left && x < right;
}) ?? null;

function drop(row, element, to, again) {
  const [entry, from, next] = [element.pulled, element.parentElement, element.nextSibling];
  const days = Math.round((date(to.dataset.day) - date(from.dataset.day)) / 86400000);
  const later = at => plus(at.slice(0, 10), days) + at.slice(10);
  to.lastElementChild.before(element);        // before what adds one
  change(
    entry,
    { start: later(entry.start), end: later(entry.end), allDay: entry.allDay },
    { revert: () => from.insertBefore(element, next), stretched: false, hold: held => { row.inert = held; } },
    again);
}
