// Small help while typing.
import { composing, each, on } from './content.js';

const half = text => text.normalize('NFKC');

// <input data-time>: 930, 9.30 and ９：３０ become 9:30; arrows move by a quarter of an hour.
const parse = text => {
  const found = /^(\d{1,2})[:.時\s]?(\d{2})?分?$/.exec(half(text).trim()) ?? /^(\d{1,2})(\d{2})$/.exec(half(text).trim());
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return minutes < 24 * 60 && Number(found[2] ?? 0) < 60 ? minutes : null;
};
const time = minutes => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
on('focusout', 'input[data-time]', (_, input) => {
  const minutes = parse(input.value);
  if (minutes !== null && input.value !== time(minutes)) {
    input.value = time(minutes);
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }
});
on('keydown', 'input[data-time]', (event, input) => {
  if (composing(event) || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  event.preventDefault();
  const now = parse(input.value) ?? new Date().getHours() * 60;
  const next = event.key === 'ArrowUp' ? Math.floor(now / 15) * 15 + 15 : Math.ceil(now / 15) * 15 - 15;
  input.value = time((next + 1440) % 1440);
  input.dispatchEvent(new Event('input', { bubbles: true }));
});

// Full-width digits and signs become the plain ones where only those make sense.
on('focusout', 'input[type="tel"], input[type="email"], input[inputmode="numeric"], input[inputmode="decimal"], input[data-half]', (_, input) => {
  const plain = half(input.value).replace(/[‐‑–—―ー−]/g, '-').trim();
  if (plain !== input.value) {
    input.value = plain;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
});

// The first field with an error, or the list of errors, is where one goes on.
each('.is-invalid, [aria-invalid="true"]', element => {
  if (element === document.querySelector('.is-invalid, [aria-invalid="true"]')) requestAnimationFrame(() => element.focus({ preventScroll: false }));
});

// Rows one ticks: [data-check-all] ticks all of them, [data-check-none] none, [data-bulk-count="{0} chosen"] says how many. The bar that stands in one form with them is shown by the style sheet.
const ticks = table => [...table.querySelectorAll('tbody .pick input[type="checkbox"]')];
const scope = table => table.closest('form') ?? document;
const update = table => {
  const boxes = ticks(table);
  const count = boxes.filter(b => b.checked).length;
  for (const all of scope(table).querySelectorAll('[data-check-all]')) {
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  }
  for (const place of scope(table).querySelectorAll('[data-bulk-count]')) place.textContent = place.dataset.bulkCount.replace('{0}', count);
};
const tick = (table, checked) => {
  for (const box of ticks(table)) box.checked = checked;
  update(table);
};
const tableOf = part => (part.closest('form') ?? document).querySelector('table.list:has(.pick)');
on('change', 'table.list tbody .pick input', (_, box) => update(box.closest('table')));
on('change', '[data-check-all]', (_, box) => tick(tableOf(box), box.checked));
on('click', '[data-check-none]', (_, b) => {
  const table = tableOf(b);
  tick(table, false);
  ticks(table)[0]?.focus();        // the button goes with the bar
});
// On phones rows have their boxes only while one chooses.
on('change', '[data-pick-mode]', (_, mode) => { if (!mode.checked) for (const table of document.querySelectorAll('table.list:has(.pick)')) tick(table, false); });
each('table.list:has(.pick)', update);
// Further rows came to a table that is there already, or the browser has put back what was ticked.
document.addEventListener('htmx:afterSettle', () => document.querySelectorAll('table.list:has(.pick)').forEach(update));
addEventListener('pageshow', () => document.querySelectorAll('table.list:has(.pick)').forEach(update));

// <input type="hidden" data-address="/customers">: what the address has behind this path as the form is sent; the list may have been filtered and lengthened since the page was made.
on('submit', 'form:has([data-address])', (_, form) => {
  const input = form.querySelector('[data-address]');
  if (location.pathname === input.dataset.address) input.value = location.search;
});

// <button data-copy="#id">, <button data-insert="#textarea" data-text="…">
on('click', '[data-insert]', (_, b) => {
  const area = document.querySelector(b.dataset.insert) ?? b.closest('form')?.querySelector('textarea');
  area.focus();
  area.setRangeText(b.dataset.text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
});
on('click', '[data-copy]', async (_, b) => {
  const source = document.querySelector(b.dataset.copy);
  await navigator.clipboard?.writeText(source.value ?? source.textContent);
  b.classList.add('is-on');
  setTimeout(() => b.classList.remove('is-on'), 1500);
});
on('click', '[data-print]', () => print());
