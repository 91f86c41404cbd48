const ja = {
  undo: '元に戻す', close: '閉じる', retry: 'もう一度', discard: '捨てる', removed: '削除しました', cancel: 'キャンセル',
  signedOff: 'サインオンが切れました。入力した内容は残っています。', signOn: '別のタブでサインオンし直す',
  offline: 'つながりませんでした。入力した内容は残っています。', failed: 'うまくいきませんでした。もう一度お試しください。',
  saved: '{0} に保存しました', saving: '保存しています…', unsaved: '保存できていません。つながり次第保存します。', refused: '保存できていません。内容を確かめてください。',
  changed: 'ほかの画面で内容が変わりました。', compare: '違いを見る',
  restored: '保存していなかった入力を戻しました({0})。', restoredOlder: '保存していなかった入力を戻しました({0})。そのあとにほかの保存があったので、保存するときに違いを確かめられます。', loading: '読み込んでいます…',
  none: '見つかりません', create: '「{0}」を新しく加える', found: '{0}件', typeWord: '続けるには「{0}」と入力してください。', go: '実行する',
};
const en = {
  undo: 'Undo', close: 'Close', retry: 'Try again', discard: 'Discard', removed: 'Removed', cancel: 'Cancel',
  signedOff: 'You have been signed out. What you typed is still here.', signOn: 'Sign on again in another tab',
  offline: 'There was no connection. What you typed is still here.', failed: 'That did not work. Please try again.',
  saved: 'Saved at {0}', saving: 'Saving…', unsaved: 'Not saved yet. It will be saved once you are connected.', refused: 'Not saved. Please check what you typed.',
  changed: 'This was changed elsewhere.', compare: 'See the differences',
  restored: 'What you had typed but not saved is back ({0}).', restoredOlder: 'What you had typed but not saved is back ({0}). Something else was saved since; when you save, you can compare.', loading: 'Loading…',
  none: 'Nothing found', create: 'Add “{0}”', found: '{0} found', typeWord: 'Type “{0}” to go on.', go: 'Go ahead',
};

export const say = (key, ...values) => (document.documentElement.lang === 'en' ? en : ja)[key].replace(/\{(\d)\}/g, (_, n) => values[n]);
