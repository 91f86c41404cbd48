import './net.js';
import './theme-pick.js';
import './dialog.js';
import './toast.js';
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
import { start } from './content.js';

start();
