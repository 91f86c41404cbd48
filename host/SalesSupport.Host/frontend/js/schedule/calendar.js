// Month, week, day and list, by FullCalendar.
import { Calendar } from '@fullcalendar/core';
import dayGrid from '@fullcalendar/daygrid';
import interaction from '@fullcalendar/interaction';
import list from '@fullcalendar/list';
import timeGrid from '@fullcalendar/timegrid';
import { day, dayNumber, iso, now, plus, time, tone, weekday } from './dates.js';
import { classesOf, content, titleOf, tooltip } from './entry.js';
import { holidays, load, loaded, notLoaded, off } from './feed.js';
import { make } from './house.js';
import { moved } from './move.js';
import { narrow } from './state.js';
import { english, say } from './words.js';

const kindOf = (view, small) => ({ month: 'dayGridMonth', week: small ? 'threeDays' : 'timeGridWeek', day: 'timeGridDay', list: 'twoWeeks' })[view];

export function calendar(place, root, state) {
  const shared = () => state().people.length > 0;
  const toDay = at => root.dispatchEvent(new CustomEvent('schedule-day', { detail: at }));
  // FullCalendar sets the height of its own element; ours says how high that may be.
  const inner = make('div');
  place.append(inner);
  const fc = new Calendar(inner, {
    plugins: [dayGrid, interaction, list, timeGrid],
    ...options(root, toDay),
    initialView: kindOf(state().view, narrow()) ?? 'timeGridWeek',
    initialDate: state().date,
    eventContent: arg => ({ domNodes: inside(arg, shared()) }),
    events: async ({ startStr, endStr }, done, failed) => {
      if (state().view === 'team') return done([]);
      try {
        const before = holidays.size + off.size;
        const entries = await load(root, startStr.slice(0, 10), endStr.slice(0, 10), state().people);
        if (entries === null) return failed(new Error('replaced by a newer question'));
        loaded();
        done(entries.map(asEvent));
        // The days were drawn before their holidays were known.
        if (holidays.size + off.size > before) setTimeout(() => fc.setOption('dayCellClassNames', dayClasses()));
      } catch (error) {
        failed(error);
        notLoaded(() => fc.refetchEvents());
      }
    },
    eventSourceFailure: () => {},
    eventDrop: change => moved(change, () => fc.refetchEvents()),
    eventResize: change => moved(change, () => fc.refetchEvents()),
  });
  let asked = '';
  return {
    render: () => fc.render(),
    refresh: () => fc.refetchEvents(),
    show(view, at) {
      // Hours scroll within the window's height; a month and a list are as long as they are.
      const timed = view === 'week' || view === 'day';
      place.classList.toggle('is-timed', timed);
      fc.setOption('height', timed ? '100%' : 'auto');
      fc.changeView(kindOf(view, narrow()), at);
      const people = state().people.join();
      if (asked !== people) fc.refetchEvents();
      asked = people;
    },
  };
}

const asEvent = entry => ({
  id: `${entry.id}@${entry.original ?? ''}`,
  title: titleOf(entry),
  start: entry.allDay ? entry.start.slice(0, 10) : entry.start,
  end: entry.allDay ? entry.end.slice(0, 10) : entry.end,
  allDay: entry.allDay,
  url: entry.url ?? undefined,
  editable: entry.editable,
  classNames: classesOf(entry),
  extendedProps: { entry },
});

const dayClasses = () => ({ date: d, view }) => view.type === 'twoWeeks' ? [] : [holidays.has(iso(d)) && 'is-holiday', off.has(iso(d)) && 'is-off'].filter(Boolean);

const named = d => holidays.has(iso(d)) ? [make('span.holiday-name', holidays.get(iso(d)))] : [];

function options(root, toDay) {
  return {
    timeZone: 'Asia/Tokyo',        // no zone is computed with: what is local stays local
    now,
    locale: english ? 'en' : 'ja',
    firstDay: 1,
    headerToolbar: false,
    nowIndicator: true,
    scrollTime: '07:30:00',
    scrollTimeReset: false,
    snapDuration: '00:15:00',
    eventMinHeight: 26,
    eventShortHeight: 40,
    slotEventOverlap: false,
    forceEventDuration: true,
    fixedWeekCount: false,
    expandRows: true,
    stickyHeaderDates: false,
    eventMaxStack: narrow() ? 3 : 5,        // more beside each other could neither be read nor hit
    dayMaxEvents: narrow() ? 2 : 4,
    eventDisplay: 'block',
    defaultRangeSeparator: '–',
    longPressDelay: 450,
    selectable: true,
    selectMirror: true,
    unselectAuto: true,
    editable: false,
    allDayText: say('allDay'),
    noEventsContent: say('noEntries'),
    navLinks: true,
    navLinkDayClick: d => toDay(iso(d)),
    navLinkHint: text => say('toDay', text),
    moreLinkContent: ({ num }) => say('more', num),
    moreLinkHint: () => '',
    moreLinkClick: ({ date: d }) => { toDay(iso(d)); return 'none'; },
    moreLinkDidMount: ({ el }) => { el.setAttribute('role', 'button'); el.removeAttribute('aria-controls'); el.removeAttribute('aria-expanded'); },
    views: {
      timeGridDay: { eventMaxStack: narrow() ? 8 : 16 },
      threeDays: { type: 'timeGrid', duration: { days: 3 } },
      twoWeeks: { type: 'list', duration: { days: 14 } },
    },
    listDayFormat: arg => day(arg.date.marker),
    listDaySideFormat: false,
    slotLabelContent: ({ date: d }) => `${d.getUTCHours()}:00`,
    dayHeaderClassNames: ({ date: d }) => [tone(d, holidays)].filter(Boolean),
    dayCellClassNames: dayClasses(),
    dayHeaderContent: arg => {
      if (arg.view.type === 'dayGridMonth') return weekday(arg.date);
      const words = make('span', day(arg.date));
      if (arg.textId) words.id = arg.textId;
      return { domNodes: [words, ...named(arg.date)] };
    },
    dayCellContent: ({ date: d, view }) => view.type === 'dayGridMonth' ? { domNodes: [make('span.day-number', dayNumber(d)), ...named(d)] } : '',
    eventDidMount: ({ el, event }) => {
      el.dataset.at = event.extendedProps.entry?.start ?? '';
      if (event.extendedProps.entry) el.title = tooltip(event.extendedProps.entry);
    },
    select: ({ startStr, endStr, allDay, jsEvent }) => {
      if (jsEvent) location.assign(newAddress(startStr, endStr, allDay));
    },
    datesSet: () => requestAnimationFrame(() => scrollers(root)),
    eventsSet: () => requestAnimationFrame(() => scrollers(root)),
    viewDidMount: () => requestAnimationFrame(() => scrollers(root)),
    windowResize: () => requestAnimationFrame(() => scrollers(root)),
  };
}

/** Where a new entry is written; one press in the week means an hour, one in the month a day whose time is yet to be said. */
function newAddress(start, end, allDay) {
  if (allDay && plus(start, 1) === end.slice(0, 10)) return `/schedule/new?start=${start.slice(0, 10)}T09:00`;
  if (allDay) return `/schedule/new?start=${start.slice(0, 10)}&end=${end.slice(0, 10)}&allDay=true`;
  const minutes = (new Date(`${end.slice(0, 19)}Z`) - new Date(`${start.slice(0, 19)}Z`)) / 60000;
  const to = minutes > 30 ? end : new Date(new Date(`${start.slice(0, 19)}Z`).getTime() + 3600000).toISOString();
  return `/schedule/new?start=${start.slice(0, 16)}&end=${to.slice(0, 16)}&allDay=false`;
}

function inside({ event, view }, shared) {
  const entry = event.extendedProps.entry;
  if (!entry) return [make('span.entry-time', when(event))];        // what is being drawn
  const list = view.type === 'twoWeeks';
  const month = view.type === 'dayGridMonth';
  const shown = event.allDay || list ? '' : month ? time(event.startStr) : when(event);
  const parts = content(entry, { day: list ? null : entry.start, shown, owner: shared, long: !month });
  if (!list || !event.url) return list ? [make('div.entry-line', ...parts)] : parts;
  const link = make('a.entry-line', ...parts);
  link.href = event.url;
  return [link];
}

const when = event => `${time(event.startStr)}–${time(event.endStr)}`;

/** Whoever has no mouse scrolls with the keys. */
function scrollers(root) {
  for (const box of root.querySelectorAll('.fc-scroller')) {
    const scrolls = box.scrollHeight > box.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(box).overflowY);
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}
