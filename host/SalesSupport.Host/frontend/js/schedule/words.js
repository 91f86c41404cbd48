const ja = {
  plan: '予定', reservation: '予約', busy: '予定あり', allDay: '終日', more: '他{0}件', moreHint: '{0}の予定をすべて見る', noEntries: 'この期間に予定はありません。', toDay: '{0}を開く',
  moved: '「{0}」を {1} に移しました。', changed: '「{0}」を {1} に変えました。', undone: '元に戻しました。', details: '詳しく見る', series: '繰り返し', private: '非公開',
  refused: '変更できませんでした。もう一度お試しください。', old: 'ほかの人が先に変えたため、変更しませんでした。最新の内容を表示しています。', offline: 'つながらないため、変更しませんでした。', notLoaded: '予定を読み込めませんでした。', retry: 'もう一度',
  which: 'どの回を変えますか', whichText: '「{0}」は繰り返しの予定です。', onlyThis: 'この回だけ', all: 'すべての回', cancel: 'やめる',
  people: '{0}ほか{1}人', person: '人', add: '{0} {1}に予定を入れる', team: 'チームの予定', keys: '予定の表',
  keyToday: '今日に戻る', keyViews: '月・週・日・一覧・チーム', keyMove: '前・次の期間', keyEntries: '次・前の予定', keyEnter: '選んだ予定を開く',
};
const en = {
  plan: 'Plan', reservation: 'Reservation', busy: 'Busy', allDay: 'All day', more: '+{0} more', moreHint: 'See everything on {0}', noEntries: 'There is nothing in this period.', toDay: 'Open {0}',
  moved: '“{0}” is now on {1}.', changed: '“{0}” is now {1}.', undone: 'That was undone.', details: 'See more', series: 'Repeats', private: 'Private',
  refused: 'That could not be changed. Please try again.', old: 'Somebody else changed this first, so it was left as it is. You see what it says now.', offline: 'There was no connection, so nothing was changed.', notLoaded: 'The schedule could not be loaded.', retry: 'Try again',
  which: 'Which ones should change?', whichText: '“{0}” is a series.', onlyThis: 'Only this one', all: 'All of them', cancel: 'Cancel',
  people: '{0} and {1} more', person: 'Person', add: 'Add something for {0} on {1}', team: 'The team’s schedule', keys: 'Schedule',
  keyToday: 'Back to today', keyViews: 'Month, week, day, list, team', keyMove: 'Earlier, later', keyEntries: 'Next, previous entry', keyEnter: 'Open the chosen entry',
};

export const english = document.documentElement.lang === 'en';
export const say = (key, ...values) => (english ? en : ja)[key].replace(/\{(\d)\}/g, (_, n) => values[n]);
