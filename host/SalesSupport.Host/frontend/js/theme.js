// Runs before the page is painted, so that nothing flashes. Everything else waits in app.js.
const dark = matchMedia('(prefers-color-scheme: dark)');
const show = () => {
  let picked = null;
  try { picked = localStorage.getItem('theme'); } catch { /* storage is off */ }
  document.documentElement.dataset.bsTheme = picked === 'dark' || picked === 'light' ? picked : dark.matches ? 'dark' : 'light';
};
show();
dark.addEventListener('change', show);
addEventListener('storage', event => event.key === 'theme' && show());
addEventListener('theme', show);
