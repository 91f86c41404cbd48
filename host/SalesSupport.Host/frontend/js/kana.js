// <input name="Kana" data-kana-from="Name">: the kana that the input method composed for Name. It stops as soon as somebody types into the kana field itself.
import { each } from './content.js';

const kanaOnly = /^[\u3041-\u3096\u30a1-\u30fa\u30fc\u3000 ]+$/;
const katakana = text => text.replace(/[\u3041-\u3096]/g, c => String.fromCharCode(c.charCodeAt(0) + 0x60));
const hiragana = text => text.replace(/[\u30a1-\u30f6]/g, c => String.fromCharCode(c.charCodeAt(0) - 0x60));
// 株式会社 is not part of how a company is looked up.
const forms = /カブシキガイシャ|カブシキカイシャ|ユウゲンガイシャ|ユウゲンカイシャ|ゴウドウガイシャ|ゴウドウカイシャ/g;

each('[data-kana-from]', target => {
  const form = target.form ?? document;
  const source = form.querySelector(`[name="${CSS.escape(target.dataset.kanaFrom)}"]`) ?? document.getElementById(target.dataset.kanaFrom);
  if (!source) return;
  let byHand = target.value !== '';
  let reading = '';
  let all = '';

  target.addEventListener('input', event => { if (event.isTrusted) byHand = target.value !== ''; });
  const put = () => {
    const text = katakana(all).replace(forms, '').trim();
    const next = target.dataset.kanaStyle === 'hiragana' ? hiragana(text) : text;
    if (byHand || next === target.value) return;
    target.value = next;
    target.dispatchEvent(new Event('input', { bubbles: true }));
  };
  source.addEventListener('compositionstart', () => { reading = ''; });
  source.addEventListener('compositionupdate', event => {
    // While romaji is typed the end may be a latin letter; what is before it counts.
    const text = event.data.replace(/[a-zａ-ｚ]+$/i, '');
    if (text && kanaOnly.test(text)) reading = text;
    else if (!event.data) reading = '';
  });
  source.addEventListener('compositionend', event => {
    if (event.data) all += kanaOnly.test(event.data) ? event.data : reading;
    reading = '';
    put();
  });
  source.addEventListener('input', event => {
    if (source.value === '') {
      all = '';
      put();
    } else if (!event.isComposing && event.inputType === 'insertText' && event.data && kanaOnly.test(event.data)) {
      all += event.data;
      put();
    }
  });
});
