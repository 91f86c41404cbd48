// What every page has, from app.js.
export const { ask, busy, button, composing, icon, make, send, store, toast } = window.house;
