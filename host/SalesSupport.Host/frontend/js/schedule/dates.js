// Dates are those of Japan, whatever zone the browser is in: the feed's local times are read as if they were UTC, and never turned into another zone.
import { english } from './words.js';

const weekdays = english ? ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] : ['日', '月', '火', '水', '木', '金', '土'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const longMonths = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

export const iso = date => date.toISOString().slice(0, 10);
export const date = text => new Date(`${text.slice(0, 10)}T00:00:00Z`);
export const plus = (text, days) => iso(new Date(date(text).getTime() + days * 86400000));
export const monday = text => plus(text, -(date(text).getUTCDay() + 6) % 7);

/** The wall clock of Japan now, `2026-11-26T09:05:00`. */
export const now = () => new Date(Date.now() + 9 * 3600000).toISOString().slice(0, 19);
export const today = () => now().slice(0, 10);

export const weekday = d => weekdays[d.getUTCDay()];
export const day = d => english ? `${weekday(d)} ${d.getUTCDate()} ${months[d.getUTCMonth()]}` : `${d.getUTCMonth() + 1}/${d.getUTCDate()}(${weekday(d)})`;
export const longDay = d => english ? `${weekday(d)} ${d.getUTCDate()} ${longMonths[d.getUTCMonth()]} ${d.getUTCFullYear()}` : `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日(${weekday(d)})`;
/** In a month's table: the first says its month. */
export const dayNumber = d => d.getUTCDate() > 1 ? String(d.getUTCDate()) : english ? `1 ${months[d.getUTCMonth()]}` : `${d.getUTCMonth() + 1}/1`;
export const month = d => english ? `${longMonths[d.getUTCMonth()]} ${d.getUTCFullYear()}` : `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月`;
export const time = text => text.slice(11, 16).replace(/^0/, '');
export const tone = (d, holidays) => holidays.has(iso(d)) || d.getUTCDay() === 0 ? 'sun' : d.getUTCDay() === 6 ? 'sat' : '';

/** The days from `first` to before `after`; the year is said when it is another than this one. */
export function span(first, after) {
  const last = date(plus(iso(after), -1));
  if (iso(first) === iso(last)) return longDay(first);
  const year = last.getUTCFullYear();
  const words = `${day(first)} – ${day(last)}`;
  return String(year) === today().slice(0, 4) ? words : english ? `${words} ${year}` : `${year}年 ${words}`;
}

/** When an entry is, in words. */
export function when(start, end, allDay) {
  const first = date(start);
  if (allDay) {
    const last = date(plus(end, -1));
    return first >= last ? day(first) : `${day(first)} – ${day(last)}`;
  }
  return start.slice(0, 10) === end.slice(0, 10) ? `${day(first)} ${time(start)}–${time(end)}` : `${day(first)} ${time(start)} – ${day(date(end))} ${time(end)}`;
}
