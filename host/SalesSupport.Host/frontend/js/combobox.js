// Incremental picker. <div class="combobox" data-combobox data-url="/customers/pick?q="><input id="CustomerId" value="words"><input type="hidden" name="CustomerId" value="id"></div>
// The server answers [{id, title, detail}]. data-create="/customers/quick?name=" offers to make a new one in a dialog, which answers HX-Trigger: {"picked":{"id":"…","title":"…"}}.
import { composing, each, make } from './content.js';
import { openUrl } from './dialog.js';
import { say } from './words.js';

let opened = null;
let serial = 0;

each('[data-combobox]', box => {
  const input = box.querySelector('input:not([type="hidden"])');
  const hidden = box.querySelector('input[type="hidden"]');
  const list = make('ul.combobox-list');
  const id = `pick-${++serial}`;
  let items = [];
  let active = -1;
  let timer;
  let request;
  let waiting = false;          // the list in sight is that of fewer letters
  let chosen = input.value;

  Object.assign(list, { id, hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', input.labels?.[0]?.textContent ?? input.getAttribute('aria-label') ?? '');
  box.append(list);
  input.autocomplete = 'off';
  input.classList.add('form-control');
  input.classList.toggle('is-picked', hidden.value !== '');
  if (!input.name) input.dataset.keepName = `${hidden.name}.words`;
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id })) input.setAttribute(name, value);
  const count = make('span.visually-hidden');
  count.setAttribute('role', 'status');
  box.append(count);

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const point = i => {
    active = items.length && i !== null ? (i + items.length) % items.length : -1;
    [...list.children].forEach((option, n) => option.setAttribute('aria-selected', String(n === active)));
    if (active >= 0) {
      input.setAttribute('aria-activedescendant', `${id}-${active}`);
      list.children[active].scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const set = (value, title) => {
    clearTimeout(timer);
    request?.abort();
    waiting = false;
    hidden.value = value;
    input.value = title;
    chosen = title;
    input.classList.toggle('is-picked', value !== '');
    close();
    hidden.dispatchEvent(new Event('change', { bubbles: true }));
    box.dispatchEvent(new CustomEvent('pick', { bubbles: true, detail: { id: value, title } }));
  };
  const take = item => {
    if (!item) return;
    if (!item.create) return set(item.id, item.title);
    close();
    opened = set;
    openUrl(box.dataset.create + encodeURIComponent(input.value.trim()));
  };
  const show = found => {
    waiting = false;
    items = found;
    if (box.dataset.create && input.value.trim()) items = [...found, { create: true }];
    list.replaceChildren(...items.map((item, n) => {
      const option = make(`li.combobox-option${item.create ? '.is-create' : ''}`, item.create ? `＋ ${say('create', input.value.trim())}` : item.title);
      if (item.detail) option.append(make('small', item.detail));
      option.id = `${id}-${n}`;
      option.setAttribute('role', 'option');
      option.addEventListener('pointerdown', e => e.preventDefault());
      option.addEventListener('click', () => take(item));
      return option;
    }));
    if (!items.length) list.append(make('li.combobox-none', say('none')));
    count.textContent = found.length ? say('found', found.length) : say('none');
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    point(found.length ? 0 : -1);
  };
  const look = async () => {
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(box.dataset.url + encodeURIComponent(input.value.trim()), { signal: request.signal, headers: { Accept: 'application/json' } });
      if (answer.ok && document.activeElement === input) show(await answer.json());
    } catch { /* a newer look-up came first, or there is no connection: what is typed stays */ }
  };

  input.addEventListener('input', () => {
    if (input.value !== chosen && hidden.value) {
      hidden.value = '';
      input.classList.remove('is-picked');
      hidden.dispatchEvent(new Event('change', { bubbles: true }));
    }
    waiting = !list.hidden;
    point(null);
    request?.abort();
    clearTimeout(timer);
    timer = setTimeout(look, 200);
  });
  input.addEventListener('keydown', event => {
    if (composing(event)) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) look();
      else point(active + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter' && !list.hidden && (waiting || active >= 0)) {
      event.preventDefault();
      if (!waiting) take(items[active]);
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab' && !list.hidden && !waiting && active >= 0 && !items[active].create && input.value.trim() && !hidden.value) take(items[active]);
  });
  input.addEventListener('click', () => { if (list.hidden && !hidden.value) look(); });
  input.addEventListener('blur', () => { clearTimeout(timer); request?.abort(); setTimeout(close, 100); });
});

document.addEventListener('picked', event => {
  opened?.(event.detail.id, event.detail.title);
  opened = null;
  [...document.querySelectorAll('dialog[open]')].at(-1)?.close();
});
