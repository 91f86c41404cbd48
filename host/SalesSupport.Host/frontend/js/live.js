// <form method="get" data-live="#list">: the list follows what is typed. The server may give the whole page or the part; #list is taken from it.
import htmx from 'htmx.org';
import { composing, each } from './content.js';

each('form[data-live]', form => {
  const values = { 'hx-get': form.getAttribute('action') || location.pathname, 'hx-target': form.dataset.live, 'hx-select': form.dataset.live, 'hx-swap': 'outerHTML', 'hx-trigger': 'live, submit', 'hx-replace-url': 'true', 'hx-sync': 'this:replace' };
  for (const [name, value] of Object.entries(values)) if (!form.hasAttribute(name)) form.setAttribute(name, value);
  htmx.process(form);
  let timer;
  const later = ms => { clearTimeout(timer); timer = setTimeout(() => htmx.trigger(form, 'live'), ms); };
  form.addEventListener('input', event => { if (!composing(event)) later(250); });
  form.addEventListener('compositionend', () => later(250));
  form.addEventListener('change', event => { if (event.target.matches('select, input[type="checkbox"], input[type="radio"], input[type="date"]')) later(0); });
});
