// How one entry looks. Plans are outlined and reservations solid; whoever cannot see that hears the word.
import { date, day, time, when } from './dates.js';
import { icon, make } from './house.js';
import { say } from './words.js';

export const titleOf = entry => entry.masked ? say('busy') : entry.title;
const heard = words => make('span.visually-hidden', words);

export function classesOf(entry) {
  const classes = ['entry', entry.masked ? 'is-masked' : entry.kind === 'Reservation' ? 'is-booked' : 'is-plan'];
  if (entry.mark?.trouble) classes.push('is-trouble');
  return classes;
}

/** A small sign whose words come by pointing at it or tapping it. */
function mark({ icon: name, words, trouble, url }) {
  const sign = make('span.entry-mark', icon(name), heard(words));
  sign.classList.toggle('is-trouble', trouble);
  sign.title = words;
  sign.dataset.mark = words;
  if (url) sign.dataset.markUrl = url;
  return sign;
}

/** How far an entry reaches into a day: its time there, or nothing when it fills it. */
export function timeOn(entry, day) {
  if (entry.allDay) return '';
  const starts = entry.start.slice(0, 10) === day;
  const ends = entry.end.slice(0, 10) === day;
  return starts && ends ? `${time(entry.start)}–${time(entry.end)}` : starts ? `${time(entry.start)}–` : ends ? `–${time(entry.end)}` : '';
}

/**
 * The parts of an entry.
 * @param day its day, for those who do not see under which it stands
 * @param shown the time as the view writes it, or nothing
 * @param owner whether whose it is must be said
 * @param long whether there is room for where and with whom
 */
export function content(entry, { day: at, shown, owner, long }) {
  const parts = [];
  if (at) parts.push(heard(`${day(date(at))} `));
  if (!entry.masked) parts.push(heard(`${say(entry.kind === 'Reservation' ? 'reservation' : 'plan')} `));
  if (shown) parts.push(make('span.entry-time', shown));
  const title = make('span.entry-title', titleOf(entry));
  parts.push(title);
  if (owner && entry.ownerName) parts.push(make('span.entry-owner', entry.ownerName));
  if (long && !entry.masked) {
    const rest = [entry.customerName, entry.place].filter(Boolean).join('・');
    if (rest) parts.push(make('span.entry-rest', rest));
  }
  const signs = [];
  if (entry.private && !entry.masked) signs.push(sign('lock', say('private')));
  if (entry.series) signs.push(sign('repeat', say('series')));
  if (entry.mark) signs.push(mark(entry.mark));
  if (signs.length > 0) parts.push(make('span.entry-signs', ...signs));
  return parts;
}

function sign(name, words) {
  const element = make('span.entry-sign', icon(name), heard(words));
  element.title = words;
  return element;
}

/** Everything about it in one line, for pointing at it. */
export const tooltip = entry => [when(entry.start, entry.end, entry.allDay), titleOf(entry), entry.masked ? null : entry.customerName, entry.masked ? null : entry.place, entry.ownerName].filter(Boolean).join('\n');
