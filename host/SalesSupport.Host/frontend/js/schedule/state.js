// Which view of which day of whose schedule: in the address, so that it can be gone back to and sent on; the last choice of view and people stays with the browser.
import { today } from './dates.js';
import { store } from './house.js';

const views = ['month', 'week', 'day', 'list', 'team'];
const key = `schedule:${document.body.dataset.user}`;
const phone = matchMedia('(max-width: 760px)');

export const narrow = () => phone.matches;

export function read(root) {
  const asked = new URLSearchParams(location.search);
  const kept = store.get(key) ?? {};
  const known = new Set([...root.querySelectorAll('[data-schedule-person]')].map(box => box.value));
  const ids = asked.has('people') ? asked.getAll('people').flatMap(text => text.split(',')) : kept.people ?? [];
  const people = ids.filter(id => known.has(id));
  // A wide table is no view to begin with on a phone, even if it was chosen at the desk.
  const last = phone.matches ? kept.phoneView ?? 'list' : kept.view ?? 'week';
  const view = [asked.get('view'), last].find(v => views.includes(v)) ?? 'week';
  const date = /^\d{4}-\d\d-\d\d$/.test(asked.get('date') ?? '') && !Number.isNaN(Date.parse(asked.get('date'))) ? asked.get('date') : today();
  return { view, date, people };
}

export function address(state, more = {}) {
  const query = new URLSearchParams({ view: state.view, date: state.date });
  if (state.people.length > 0) query.set('people', state.people.join(','));
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return `/schedule?${query.toString().replaceAll('%2C', ',')}`;
}

/** @param detour a look at one day, after which the view that was chosen stays chosen */
export function remember(state, how, detour = false) {
  const kept = store.get(key) ?? {};
  store.set(key, { ...kept, ...detour ? {} : { [phone.matches ? 'phoneView' : 'view']: state.view }, people: state.people });
  if (how === 'push' && address(state) !== location.pathname + location.search) history.pushState({}, '', address(state));
  else if (how) history.replaceState({}, '', address(state));
}
