// People × the days of a week. What one may change is pulled to another day of its row.
import { date, day, iso, longDay, plus, today, tone } from './dates.js';
import { classesOf, content, timeOn, tooltip } from './entry.js';
import { holidays, off } from './feed.js';
import { icon, make } from './house.js';
import { pull } from './pull.js';
import { say } from './words.js';

const on = (entry, at) => entry.start.slice(0, 10) <= at && (entry.allDay ? entry.end.slice(0, 10) > at : entry.end > `${at}T00:00:00`);
const order = (a, b) => Number(b.allDay) - Number(a.allDay) || (a.start < b.start ? -1 : a.start > b.start ? 1 : 0);

/** @param again asks the server for everything anew */
export function table(monday, people, entries, again) {
  const days = Array.from({ length: 7 }, (_, i) => plus(monday, i));
  const head = make('tr', cell('th', say('person'), { scope: 'col' }), ...days.map(at => {
    const d = date(at);
    const th = cell('th', day(d), { scope: 'col' });
    if (tone(d, holidays)) th.classList.add(tone(d, holidays));
    if (at === today()) {
      th.classList.add('is-today');
      th.setAttribute('aria-current', 'date');
    }
    if (holidays.has(at)) th.append(make('span.holiday-name', holidays.get(at)));
    return th;
  }));
  const rows = people.map(person => make('tr', cell('th', person.name, { scope: 'row' }), ...days.map(at => {
    const td = make('td', ...entries.filter(e => e.people.includes(person.id) && on(e, at)).sort(order).map(e => one(e, at)));
    td.dataset.day = at;
    if (off.has(at) || tone(date(at), holidays)) td.classList.add('is-off');
    if (at === today()) td.classList.add('is-today');
    td.append(adder(person, at));
    return td;
  })));
  for (const row of rows) pull(row, again);
  const board = make('div.board.schedule-team', make('table', make('thead', head), make('tbody', ...rows)));
  board.tabIndex = 0;
  board.setAttribute('role', 'region');
  board.setAttribute('aria-label', say('team'));
  return board;
}

function cell(tag, words, attributes) {
  const element = make(tag, words);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function one(entry, at) {
  const element = make(entry.url ? 'a' : 'div', ...content(entry, { shown: timeOn(entry, at), owner: false, long: false }));
  if (entry.url) element.href = entry.url;
  element.classList.add(...classesOf(entry));
  element.pulled = entry.editable ? entry : null;
  element.dataset.at = entry.start;
  element.title = tooltip(entry);
  return element;
}

function adder(person, at) {
  const link = make('a.schedule-add', icon('plus'));
  link.href = `/schedule/new?start=${at}T09:00&people=${person.id}`;
  link.setAttribute('aria-label', say('add', person.name, longDay(date(at))));
  return link;
}
