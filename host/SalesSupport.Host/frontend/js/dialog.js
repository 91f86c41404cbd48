// <dialog>: opened by data-open="#id" or data-open-url="/…", closed by Esc, data-close or a press beside it. The browser gives the focus back.
import htmx from 'htmx.org';
import { button, grow, icon, make, on } from './content.js';
import { say } from './words.js';

export function open(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  (dialog.querySelector('[autofocus]') ?? dialog.querySelector('.sheet-list a'))?.focus();
}

/** Opens a dialog with a heading and content. */
export function ask(title, content, classes = '') {
  const close = button('', () => dialog.close(), 'button.round');
  close.setAttribute('aria-label', say('close'));
  close.append(icon('x'));
  const heading = make('h2', title);
  heading.id = `dialog-${Math.random().toString(36).slice(2)}`;
  const dialog = make(`dialog.dialog${classes}`, make('div.dialog-head', heading, close), content);
  dialog.setAttribute('aria-labelledby', heading.id);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  open(dialog);
  return dialog;
}

/** Opens a dialog whose content the server gives; its first heading names it. */
export async function openUrl(url, title = '') {
  const body = make('div.dialog-body', make('div.skeleton', make('div'), make('div'), make('div')));
  const dialog = ask(title, body);
  await htmx.ajax('GET', url, { target: body, swap: 'innerHTML' });
  const heading = body.querySelector('h1, h2');
  if (heading && !title) {
    dialog.querySelector('.dialog-head h2').textContent = heading.textContent;
    heading.remove();
  }
  grow(body);
  (body.querySelector('[autofocus]') ?? body.querySelector('input:not([type="hidden"]), select, textarea'))?.focus();
  return dialog;
}

on('click', '[data-open]', (event, opener) => {
  const dialog = document.querySelector(opener.dataset.open);
  if (!dialog) return;
  event.preventDefault();
  opener.closest('details.menu')?.removeAttribute('open');
  open(dialog);
});
on('click', '[data-open-url]', (event, opener) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openUrl(opener.dataset.openUrl, opener.dataset.openTitle);
});
on('click', '[data-close]', (event, closer) => {
  event.preventDefault();
  closer.closest('dialog')?.close();
});
let pressed = null;
document.addEventListener('pointerdown', event => { pressed = event.target; });
document.addEventListener('click', event => {
  // Only a press that began and ended beside the dialog closes it, and not one with something typed in it.
  if (event.target instanceof HTMLDialogElement && event.target === pressed && !event.target.querySelector('form[data-touched]')) event.target.close();
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('input', event => event.target.closest?.('dialog form')?.setAttribute('data-touched', ''));
document.addEventListener('keydown', event => {
  const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
    event.stopImmediatePropagation();
  }
});
// A fragment that was saved may close the dialog it stood in: HX-Trigger: close-dialog
document.addEventListener('close-dialog', () => [...document.querySelectorAll('dialog[open]')].at(-1)?.close());
