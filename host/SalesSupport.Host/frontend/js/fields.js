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

// <input type="checkbox" data-check-all=".pick">: all of the table. [data-bulk] shows while some are chosen; [data-bulk-count] says how many.
const update = table => {
  const boxes = [...table.querySelectorAll('tbody .pick input[type="checkbox"]')];
  const count = boxes.filter(b => b.checked).length;
  const all = table.querySelector('[data-check-all]');
  if (all) {
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  }
  const scope = table.closest('form') ?? document;
  for (const bar of scope.querySelectorAll('[data-bulk]')) bar.hidden = count === 0;
  for (const place of scope.querySelectorAll('[data-bulk-count]')) place.textContent = count;
};
on('change', 'table.list .pick input', (event, box) => {
  const table = box.closest('table');
  if (box.dataset.checkAll !== undefined) for (const b of table.querySelectorAll('tbody .pick input[type="checkbox"]')) b.checked = box.checked;
  update(table);
});
each('table.list:has(.pick)', update);

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
