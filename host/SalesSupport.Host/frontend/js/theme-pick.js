import { each, on, store } from './content.js';

const picked = () => { try { return localStorage.getItem('theme') ?? 'auto'; } catch { return 'auto'; } };
const show = () => document.querySelectorAll('[data-theme-set]').forEach(b => b.setAttribute('aria-pressed', String(b.dataset.themeSet === picked())));

each('[data-theme-set]', show);
on('click', '[data-theme-set]', (_, button) => {
  if (button.dataset.themeSet === 'auto') store.remove('theme');
  else try { localStorage.setItem('theme', button.dataset.themeSet); } catch { /* storage is off */ }
  dispatchEvent(new Event('theme'));
  show();
});
