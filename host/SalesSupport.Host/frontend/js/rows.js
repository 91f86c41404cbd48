// A whole row opens, and j k o move among rows. <tr data-href> holds a real link; other lists mark their links with data-row.
import { each, on } from './content.js';

const link = row => row.matches('a') ? row : row.querySelector('.main a[href], a[href]');

on('click', 'tr[data-href]', (event, row) => {
  if (event.defaultPrevented || event.target.closest('a, button, input, select, label, summary, textarea, td.pick') || getSelection()?.toString()) return;
  const target = link(row);
  if (!target) location.href = row.dataset.href;
  else if (event.ctrlKey || event.metaKey) window.open(target.href, '_blank', 'noopener');
  else target.click();
});
on('auxclick', 'tr[data-href]', (event, row) => {
  if (event.button === 1 && !event.target.closest('a')) window.open(link(row)?.href ?? row.dataset.href, '_blank', 'noopener');
});
// A box that scrolls can be reached by the keyboard.
each('.board, .scroll', box => {
  const set = () => { if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; else box.removeAttribute('tabindex'); };
  new ResizeObserver(set).observe(box);
});

const rows = () => [...document.querySelectorAll('main tr[data-href], main [data-row]')].filter(row => row.checkVisibility());
export function step(by) {
  const all = rows();
  if (!all.length) return false;
  const now = all.findIndex(row => row.classList.contains('is-cursor'));
  const start = now < 0 ? all.findIndex(row => row.matches('[aria-current]')) : now;
  const next = all[Math.min(all.length - 1, Math.max(0, start < 0 ? 0 : start + by))];
  all.forEach(row => row.classList.toggle('is-cursor', row === next));
  const target = link(next);
  if (target) target.focus({ preventScroll: true });
  else document.activeElement?.blur();        // or Enter would open the row before
  next.scrollIntoView({ block: 'nearest' });
  return true;
}
export function openRow() {
  const row = document.querySelector('main .is-cursor');
  if (row) link(row)?.click();
  return Boolean(row);
}
/** Ticks the row one is at, where rows are ticked. */
export function tickRow() {
  const box = document.querySelector('main .is-cursor > .pick input');
  box?.click();
  return Boolean(box);
}
