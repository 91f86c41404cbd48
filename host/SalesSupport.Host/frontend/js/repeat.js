// <div data-repeat="Activities"> rows in [data-repeat-rows], one [data-repeat-row] each, and a <template> whose names read Activities[__i__].Kind.
import { each, grow, on } from './content.js';
import { toast } from './toast.js';
import { say } from './words.js';

const rowsOf = list => list.querySelector('[data-repeat-rows]');
const attributes = ['name', 'id', 'for', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'data-valmsg-for', 'data-keep-name', 'data-kana-from', 'data-open'];

function number(list) {
  const name = list.dataset.repeat;
  const mark = name.replace(/[.[\]]/g, '_');
  const plain = new RegExp(`(${name.replace(/[.[\]]/g, '\\$&')})\\[(?:\\d+|__i__)\\]`, 'g');
  const id = new RegExp(`(${mark})_(?:\\d+|__i__)__`, 'g');
  [...rowsOf(list).children].forEach((row, i) => {
    for (const element of [row, ...row.querySelectorAll('*')]) {
      for (const attribute of attributes) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(plain, `$1[${i}]`).replace(id, `$1_${i}__`));
      }
    }
    const place = row.querySelector('[data-repeat-number]');
    if (place) place.textContent = i + 1;
  });
  list.classList.toggle('is-empty', rowsOf(list).children.length === 0);
  list.dispatchEvent(new CustomEvent('rows', { bubbles: true }));
}

function add(list, focus = true) {
  const template = list.querySelector(':scope > template');
  const row = template.content.firstElementChild.cloneNode(true);
  rowsOf(list).append(row);
  number(list);
  grow(row);
  if (focus) row.querySelector('input:not([type="hidden"]), select, textarea')?.focus();
  return row;
}

/** Adds the rows that the kept names need. */
export function growRows(form, names) {
  for (const list of form.querySelectorAll('[data-repeat]')) {
    const most = names.reduce((n, name) => name.startsWith(`${list.dataset.repeat}[`) ? Math.max(n, Number.parseInt(name.slice(list.dataset.repeat.length + 1), 10) + 1) : n, 0);
    while (rowsOf(list).children.length < most) add(list, false);
  }
}

each('[data-repeat]', number);
on('click', '[data-repeat-add]', (_, b) => add(b.closest('[data-repeat]') ?? document.querySelector(`[data-repeat="${b.dataset.repeatAdd}"]`)));
on('click', '[data-repeat-remove]', (_, b) => {
  const row = b.closest('[data-repeat-row]');
  const list = row.closest('[data-repeat]');
  const next = row.nextElementSibling;
  row.remove();
  number(list);
  (next ?? list).querySelector('input:not([type="hidden"]), select, textarea, [data-repeat-add]')?.focus();
  toast(say('removed'), { run: () => {
    rowsOf(list).insertBefore(row, next?.isConnected ? next : null);
    number(list);
  } });
});
const move = (b, step) => {
  const row = b.closest('[data-repeat-row]');
  const list = row.closest('[data-repeat]');
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  number(list);
  b.focus();
};
on('click', '[data-repeat-up]', (_, b) => move(b, -1));
on('click', '[data-repeat-down]', (_, b) => move(b, 1));
