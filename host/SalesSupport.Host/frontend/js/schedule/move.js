// Moving and stretching an entry by the mouse or a finger: asked first which instances of a series, put back when the server refuses, taken back by one press.
import { ask, busy, button, make, send, toast } from './house.js';
import { when } from './dates.js';
import { titleOf } from './entry.js';
import { say } from './words.js';

let done = null;
const local = (text, allDay) => allDay ? `${text.slice(0, 10)}T00:00:00` : text.slice(0, 19);

/** @returns This, All, or null when nothing is to be changed. */
function whichInstances(title) {
  return new Promise(resolve => {
    let answer = null;
    const choose = value => () => { answer = value; dialog.close(); };
    const only = button(say('onlyThis'), choose('This'), 'button.btn.btn-primary');
    const all = button(say('all'), choose('All'), 'button.btn');
    const not = button(say('cancel'), choose(null), 'button.btn.btn-quiet');
    const body = make('div', make('div.dialog-body', make('p', say('whichText', title))), make('div.dialog-end', not, all, only));
    const dialog = ask(say('which'), body, '.dialog-small');
    dialog.addEventListener('close', () => resolve(answer));
    only.focus();
  });
}

async function wordsOf(answer) {
  try {
    const told = await answer.clone().json();
    const field = Object.values(told.errors ?? {}).flat()[0];
    return field ?? told.text ?? told.detail ?? null;
  } catch {
    return null;        // a page, not a message
  }
}

/** After FullCalendar has shown it there. @param again asks the server for everything anew */
export const moved = ({ event, revert, endDelta }, again) => change(
  event.extendedProps.entry,
  { start: event.startStr, end: event.endStr, allDay: event.allDay },
  { revert, stretched: Boolean(endDelta), hold: held => event.setProp('editable', !held) },
  again);

/** @param shown how what is seen follows: `revert` puts it back, `hold` keeps it from being pulled again while its version is old */
export async function change(entry, time, { revert, stretched, hold }, again) {
  const scope = entry.series ? await whichInstances(titleOf(entry)) : 'This';
  if (!scope) return revert();
  const start = local(time.start, time.allDay);
  const end = local(time.end, time.allDay);
  const body = new URLSearchParams({ Start: start, End: end, AllDay: String(time.allDay), Version: String(entry.version), Original: entry.original ?? '', Scope: scope });
  hold(true);
  busy(true);
  let answer;
  try {
    answer = await send(`/schedule/${entry.id}/time`, { method: 'POST', body });
  } catch {
    revert();
    toast(say('offline'), { kind: 'error' });
    return;
  } finally {
    busy(false);
    hold(false);
  }
  if (answer.ok) {
    const { undo, busy: clashes = [] } = await answer.json();
    done?.remove();         // what was done before can no longer be taken back by itself
    const words = [say(stretched ? 'changed' : 'moved', titleOf(entry), when(start, end, time.allDay)), ...clashes.slice(0, 2)];
    done = toast(words.join(' '), undo ? { run: () => takeBack(undo, again) } : {});
  } else {
    revert();
    if (answer.status !== 401) toast(await wordsOf(answer) ?? say(answer.status === 409 ? 'old' : 'refused'), { kind: 'error' });
  }
  again();
}

async function takeBack(undo, again) {
  try {
    const answer = await send(undo, { method: 'POST' });
    if (answer.ok) toast(say('undone'));
    else toast(await wordsOf(answer) ?? say('refused'), { kind: 'error' });
  } catch {
    toast(say('offline'), { kind: 'error', action: say('retry'), run: () => takeBack(undo, again) });
    return;
  }
  again();
}
