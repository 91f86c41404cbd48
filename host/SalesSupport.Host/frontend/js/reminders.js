// What begins soon is told on whatever page is open. Asked for when a page comes or is looked at again, at most every five minutes, and told by the clock from then on: nothing is polled, so that a page left open keeps no session alive.
import { toast } from './toast.js';

const address = document.body.dataset.reminders;
const every = 5 * 60_000;
const timers = new Map();

const told = key => { try { return localStorage.getItem(key) !== null; } catch { return false; } };
const remember = (key, until) => { try { localStorage.setItem(key, until); } catch { /* told again on the next page */ } };

function forget() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith('reminded:') && Number(localStorage.getItem(key)) < Date.now()) localStorage.removeItem(key);
  } catch { /* nothing was kept */ }
}

function tell(reminder) {
  const key = `reminded:${document.body.dataset.user}:${reminder.id}`;
  const until = Date.parse(reminder.until);
  timers.delete(reminder.id);
  if (told(key) || until < Date.now()) return;
  remember(key, until);
  toast(reminder.text, { action: reminder.open, run: () => { location.href = reminder.url; }, stay: true });
}

let askedAt = 0;
async function ask() {
  if (document.hidden || Date.now() - askedAt < every) return;
  askedAt = Date.now();
  try {
    const answer = await fetch(address, { headers: { Accept: 'application/json' } });
    if (!answer.ok) return;
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
    for (const reminder of (await answer.json()).reminders) timers.set(reminder.id, setTimeout(() => tell(reminder), Math.max(0, Date.parse(reminder.due) - Date.now())));
    forget();
  } catch { /* without a connection the page says so itself */ }
}

if (address) {
  document.addEventListener('visibilitychange', ask);
  window.addEventListener('focus', ask);
  ask();
}
