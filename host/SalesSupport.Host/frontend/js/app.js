import { busy, send } from './net.js';
import './theme-pick.js';
import { ask } from './dialog.js';
import { toast } from './toast.js';
import './submit.js';
import './safe-form.js';
import './autosave.js';
import './combobox.js';
import './repeat.js';
import './live.js';
import './fields.js';
import './kana.js';
import './rows.js';
import './keys.js';
import './reminders.js';
import { button, composing, icon, make, start, store } from './content.js';

// For the script of a single page, which is a bundle of its own.
window.house = { ask, busy, button, composing, icon, make, send, store, toast };

start();
