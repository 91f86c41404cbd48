// The schedule's page: its bar, and month, week, day, list or team below it.
import { calendar as make } from './calendar.js';
import { date, longDay, month, monday, plus, span, today } from './dates.js';
import { loaded, load, notLoaded } from './feed.js';
import { toast } from './house.js';
import { keys } from './keys.js';
import { address, narrow, read, remember } from './state.js';
import { table } from './team.js';
import { say } from './words.js';
import '../../css/schedule.css';        // after FullCalendar's own

const root = document.querySelector('[data-schedule]');
if (root) start();

function start() {
  const part = name => root.querySelector(`[data-schedule-${name}]`);
  const boxes = [...root.querySelectorAll('[data-schedule-person]')];
  let state = read(root);
  const calendar = make(part('calendar'), root, () => state);
  part('plain')?.remove();
  show();
  calendar.render();
  remember(state, 'replace');

  function go(change, detour) {
    state = { ...state, ...change };
    show();
    remember(state, 'push', detour);
  }

  function show() {
    const team = state.view === 'team';
    part('calendar').hidden = team;
    part('team').hidden = !team;
    for (const link of root.querySelectorAll('[data-schedule-view]')) {
      if (link.dataset.scheduleView === state.view) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
      link.href = address({ ...state, view: link.dataset.scheduleView });
    }
    for (const link of root.querySelectorAll('[data-schedule-go]')) link.href = address({ ...state, date: step(link.dataset.scheduleGo) });
    for (const link of root.querySelectorAll('[data-schedule-new]')) link.href = state.date === today() ? '/schedule/new' : `/schedule/new?start=${state.date}T09:00`;
    if (team) showTeam();
    else calendar.show(state.view, state.date);
    part('title').textContent = title();
    showPeople();
  }

  /** The day that prev, next or today leads to. */
  function step(to) {
    if (to === 'today') return today();
    const by = to === 'prev' ? -1 : 1;
    if (state.view === 'month') {
      const d = date(`${state.date.slice(0, 8)}01`);
      d.setUTCMonth(d.getUTCMonth() + by);
      return d.toISOString().slice(0, 10);
    }
    const days = { day: 1, list: 14 }[state.view] ?? (state.view === 'week' && narrow() ? 3 : 7);
    return plus(state.date, by * days);
  }

  function title() {
    if (state.view === 'month') return month(date(state.date));
    if (state.view === 'day') return longDay(date(state.date));
    const first = state.view === 'list' || (state.view === 'week' && narrow()) ? state.date : monday(state.date);
    return span(date(first), date(plus(first, state.view === 'list' ? 14 : state.view === 'week' && narrow() ? 3 : 7)));
  }

  /** Whose entries are shown: those who were chosen, else oneself, side by side one's department. */
  function shown() {
    if (state.people.length > 0) return state.people;
    return state.view === 'team' ? (part('people')?.dataset.team ?? '').split(',') : [root.dataset.me];
  }

  async function showTeam() {
    const people = boxes.filter(box => shown().includes(box.value)).map(box => ({ id: box.value, name: box.dataset.name }));
    const first = monday(state.date);
    try {
      const entries = await load(root, first, plus(first, 7), people.map(p => p.id));
      if (entries === null || state.view !== 'team') return;
      loaded();
      part('team').replaceChildren(table(first, people, entries, refresh));
    } catch {
      notLoaded(refresh);
    }
  }

  function showPeople() {
    const names = boxes.filter(box => state.people.includes(box.value)).map(box => box.dataset.name);
    for (const box of boxes) box.checked = shown().includes(box.value);
    const words = part('who');
    words.textContent = names.length > 1 ? say('people', names[0], names.length - 1) : names[0] ?? (state.view === 'team' ? words.dataset.team : words.dataset.nobody);
  }

  function refresh() {
    return state.view === 'team' ? showTeam() : calendar.refresh();
  }

  root.addEventListener('click', event => {
    const mark = event.target.closest('[data-mark]');
    if (mark) {
      event.preventDefault();
      event.stopPropagation();
      const { mark: words, markUrl } = mark.dataset;
      toast(words, markUrl ? { action: say('details'), run: () => location.assign(markUrl) } : {});
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const view = event.target.closest('[data-schedule-view]');
    const to = event.target.closest('[data-schedule-go]');
    if (!view && !to) return;
    event.preventDefault();
    go(view ? { view: view.dataset.scheduleView } : { date: step(to.dataset.scheduleGo) });
  }, true);
  root.addEventListener('schedule-day', event => go({ view: 'day', date: event.detail }, true));

  // The boxes say whose schedule at once; only oneself is the same as nobody else.
  const choose = ids => go({ people: ids.length === 1 && ids[0] === root.dataset.me ? [] : ids });
  root.addEventListener('change', event => {
    if (event.target.matches('[data-schedule-person]')) choose(boxes.filter(b => b.checked).map(b => b.value));
  });
  root.addEventListener('click', event => {
    const pick = event.target.closest('[data-schedule-pick]');
    if (pick) choose(pick.dataset.schedulePick.split(',').filter(Boolean));
  });
  part('people')?.querySelector('form')?.addEventListener('submit', event => event.preventDefault());

  addEventListener('popstate', () => {
    state = read(root);
    show();
    calendar.refresh();
  });
  // Others change it too: who comes back to the page sees what it says now.
  document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
  addEventListener('pageshow', event => { if (event.persisted) refresh(); });
  let was = narrow();
  addEventListener('resize', () => {
    if (was !== narrow()) {
      was = narrow();
      show();
    }
  });
  keys(root, to => go({ date: step(to) }));
}
