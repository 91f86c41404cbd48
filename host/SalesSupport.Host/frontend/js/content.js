// Whatever a part does to an element, it does also to elements that come later: by htmx, in a dialog, as a new row.
const parts = [];

/** Calls `set(element)` once for each element that matches, now and later. */
export function each(selector, set) {
  parts.push({ selector, set, seen: new WeakSet() });
}

export function grow(root) {
  for (const { selector, set, seen } of parts) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    for (const element of found) {
      if (!seen.has(element)) {
        seen.add(element);
        set(element);
      }
    }
  }
}

export function start() {
  grow(document.documentElement);
  document.addEventListener('htmx:load', event => grow(event.detail.elt));
}

/** A handler on the document for events of elements that match. */
export function on(type, selector, handle, options) {
  document.addEventListener(type, event => {
    const element = event.target instanceof Element ? event.target.closest(selector) : null;
    if (element) handle(event, element);
  }, options);
}

/** Whether the input method is still composing: Enter then chooses characters and sends nothing. */
export const composing = event => event.isComposing || event.keyCode === 229;

/** Makes elements without markup in strings: `make('p.dim', 'words', child)`. */
export function make(what, ...children) {
  const [tag, ...classes] = what.split('.');
  const element = document.createElement(tag);
  element.classList.add(...classes);
  element.append(...children);
  return element;
}

export function icon(name) {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(ns, 'use');
  use.setAttribute('href', `/dist/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export const button = (words, click, classes = 'button') => {
  const element = make(classes, words);
  element.type = 'button';
  element.addEventListener('click', click);
  return element;
};

export const store = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  remove(key) { try { localStorage.removeItem(key); } catch { /* storage is off */ } },
  keys() { try { return Object.keys(localStorage); } catch { return []; } },
};

export const clock = (date = new Date()) => `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`;
