// What the server says of some days of some people.
import { busy, toast } from './house.js';
import { say } from './words.js';

/** Names of holidays by day, and the days on which nobody works, of all days that were asked for. */
export const holidays = new Map();
export const off = new Set();

let last = null;

/** @returns the entries, or null when a newer question has taken this one's place. */
export async function load(root, from, to, people) {
  last?.abort();
  const mine = last = new AbortController();
  const query = new URLSearchParams({ from, to, people: people.join(',') || root.dataset.me });
  busy(true);
  root.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(`${root.dataset.feed}?${query.toString().replaceAll('%2C', ',')}`, { headers: { Accept: 'application/json' }, signal: mine.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    for (const { date, name, off: closed } of found.holidays) {
      if (name) holidays.set(date, name);
      if (closed) off.add(date);
    }
    return found.entries;
  } catch (error) {
    if (error.name === 'AbortError') return null;
    throw error;
  } finally {
    busy(false);
    // After what was found has been drawn, unless a newer question is on its way.
    setTimeout(() => { if (last === mine) root.setAttribute('aria-busy', 'false'); });
  }
}

export function notLoaded(again) {
  if (document.getElementById('schedule-trouble')) return;
  toast(say('notLoaded'), { kind: 'error', action: say('retry'), run: again, stay: true }).id = 'schedule-trouble';
}
export const loaded = () => document.getElementById('schedule-trouble')?.remove();
