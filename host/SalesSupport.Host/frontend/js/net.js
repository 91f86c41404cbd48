// htmx, the antiforgery token, and what is said when the network or the session fails.
import htmx from 'htmx.org';
import { icon, make } from './content.js';
import { toast } from './toast.js';
import { say } from './words.js';

Object.assign(htmx.config, {
  historyCacheSize: 0,        // htmx#3048: pages would stay in localStorage
  refreshOnHistoryMiss: true,
  allowEval: false,
  includeIndicatorStyles: false,
  defaultSettleDelay: 0,        // in the 20 ms that a new form waits for its listeners, a quick Ctrl+Enter would send it as if there were no script
  attributesToSettle: ['class', 'width', 'height'],        // style attributes are refused by the content security policy
  selfRequestsOnly: true,
  scrollIntoViewOnBoost: false,
  responseHandling: [{ code: '204', swap: false }, { code: '[23]..', swap: true }, { code: '422', swap: true }, { code: '[45]..', swap: false, error: true }],
});
window.htmx = htmx;

const meta = () => document.querySelector('meta[name="antiforgery"]');
export const token = () => meta()?.content ?? '';

/** The token of whoever is signed on now. The portal and the operator's pages have a sign-on of their own, and only their pages know who it is. */
export async function freshToken(address = location.pathname) {
  const product = /^\/(?:portal|operator)(?=\/|$)/.exec(address ?? '')?.[0];
  if (product) {
    const page = await fetch(product, { cache: 'no-store' });
    const found = new DOMParser().parseFromString(await page.text(), 'text/html').querySelector('meta[name="antiforgery"]');
    return take(page.ok && found?.content);
  }
  const answer = await fetch('/antiforgery', { headers: { Accept: 'application/json' }, cache: 'no-store' });
  return take(answer.ok && (await answer.json()).token);
}

function take(next) {
  if (!next) return false;
  if (meta()) meta().content = next;
  for (const input of document.querySelectorAll('input[name="__RequestVerificationToken"]')) input.value = next;
  return true;
}

/** fetch with the token; a stale one is renewed once, a lost session shows the banner. */
export async function send(url, options = {}, again = true) {
  const answer = await fetch(url, { ...options, headers: { Accept: 'application/json', RequestVerificationToken: token(), ...options.headers } });
  if (answer.status === 400 && again && answer.headers.get('X-Stale-Token') === '1' && await freshToken()) return send(url, options, false);
  if (answer.status === 401) signedOff();
  return answer;
}

/** A notice above the page that stays until it is true no longer. */
export function banner(id, kind, words, ...children) {
  const place = document.getElementById('banners') ?? document.querySelector('main');
  if (!place || document.getElementById(id)) return;
  const notice = make(`div.notice.notice-${kind}`, icon('alert-circle'), make('p', words), ...children);
  notice.id = id;
  place.prepend(notice);
}

export function signedOff() {
  const link = make('a.btn.btn-sm', say('signOn'));
  link.href = /^\/(?:operator|portal)(?=\/|$)/.exec(location.pathname)?.[0] ?? '/';        // three doors, each part's own
  link.target = '_blank';
  link.rel = 'noopener';
  link.addEventListener('click', () => document.getElementById('signed-off')?.remove());
  banner('signed-off', 'warn', say('signedOff'), link);
}

document.addEventListener('htmx:configRequest', event => {
  if (event.detail.verb !== 'get') event.detail.headers.RequestVerificationToken = token();
});

const retried = new WeakSet();
const repeat = (detail) => htmx.ajax(detail.requestConfig.verb.toUpperCase(), detail.requestConfig.path, {
  source: detail.elt, event: detail.requestConfig.triggeringEvent, target: detail.target,
});

document.addEventListener('htmx:responseError', async event => {
  const { xhr, elt } = event.detail;
  if (xhr.status === 401) return signedOff();
  if (xhr.status === 400 && xhr.getResponseHeader('X-Stale-Token') === '1' && !retried.has(elt)) {
    retried.add(elt);
    try {
      if (await freshToken()) await repeat(event.detail);
    } finally {
      retried.delete(elt);
    }
    return;
  }
  let text = null;
  try { text = JSON.parse(xhr.responseText).text; } catch { /* a page, not a message */ }
  toast(text ?? say('failed'), { kind: 'error' });
});
for (const failure of ['htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(failure, event => toast(say('offline'), { kind: 'error', action: say('retry'), run: () => repeat(event.detail), stay: true }));
}

// Within 100 ms the button answers, after 400 ms a line, after 2 s words.
let waiting = 0;
let line;
let words;
export function busy(more) {
  waiting = Math.max(0, waiting + (more ? 1 : -1));
  if (waiting === 0) {
    clearTimeout(line);
    clearTimeout(words);
    document.documentElement.classList.remove('is-loading');
    document.getElementById('busy-words')?.remove();
  } else if (more && waiting === 1) {
    line = setTimeout(() => document.documentElement.classList.add('is-loading'), 400);
    words = setTimeout(() => {
      const note = make('p.busy-words', say('loading'));
      note.id = 'busy-words';
      note.setAttribute('role', 'status');
      document.body.append(note);
    }, 2000);
  }
}
document.addEventListener('htmx:beforeSend', () => busy(true));
document.addEventListener('htmx:afterRequest', () => busy(false));

// 409 with a page is the form again, with both versions; with JSON it is a message.
document.addEventListener('htmx:beforeSwap', event => {
  if (event.detail.xhr.status === 409 && event.detail.xhr.getResponseHeader('Content-Type')?.startsWith('text/html')) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
