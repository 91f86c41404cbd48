// Builds wwwroot/dist: app.css, app.js, theme.js, the schedule's own bundle and the icon sprite. Run by frontend.targets, or by hand with `npm run build`.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fullcalendar } from './build/fullcalendar.mjs';
import { sprite } from './build/icons.mjs';
import { licences } from './build/licences.mjs';
import { trim } from './build/trim.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../../..');
const dist = resolve(here, '../wwwroot/dist');
const skip = new Set(['bin', 'obj', 'node_modules', 'wwwroot', 'Migrations', '.git']);

function* files(folder, extensions) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (!skip.has(entry.name)) yield* files(join(folder, entry.name), extensions);
    } else if (extensions.has(extname(entry.name))) yield join(folder, entry.name);
  }
}

const read = (folder, ...extensions) => {
  try {
    return [...files(folder, new Set(extensions))].map(path => ({ path, text: readFileSync(path, 'utf8') }));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
};

// A file whose content did not change keeps its time, so that nothing after it is built again.
const write = (name, content) => {
  const path = join(dist, name);
  let old = null;
  try { old = readFileSync(path); } catch { /* first build */ }
  const next = Buffer.from(content);
  if (!old?.equals(next)) writeFileSync(path, next);
  return `${name} ${Math.round(next.length / 1024)} KB`;
};

const sources = ['host', 'modules', 'src', 'samples'].flatMap(folder => read(join(root, folder), '.cshtml', '.cs'));
const own = [...read(join(here, 'js'), '.js'), ...read(join(here, 'css'), '.css')];
const documents = read(join(root, 'docs'), '.md').filter(file => basename(file.path) === 'screens.md');

mkdirSync(dist, { recursive: true });
const done = [write('icons.svg', sprite(join(here, 'node_modules/@tabler/icons/icons/outline'), sources, own))];

const kit = trim(readFileSync(join(here, 'node_modules/@tabler/core/dist/css/tabler.css'), 'utf8'), [...sources, ...own, ...documents]);
const common = {
  bundle: true,
  minify: true,
  write: false,
  outdir: dist,
  target: ['chrome123', 'safari17.5', 'firefox120'],
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};
const result = await build({
  ...common,
  entryPoints: { app: join(here, 'js/app.js'), theme: join(here, 'js/theme.js'), style: join(here, 'css/app.css') },
  external: ['data:*'],
  plugins: [{
    name: 'kit',
    setup(b) {
      b.onResolve({ filter: /^kit$/ }, () => ({ path: 'kit', namespace: 'kit' }));
      b.onLoad({ filter: /.*/, namespace: 'kit' }, () => ({ contents: kit, loader: 'css' }));
    },
  }],
});
// The calendar is loaded by its page only.
const notice = 'schedule.LICENCES.txt';
const schedule = await build({
  ...common,
  entryPoints: { schedule: join(here, 'js/schedule/page.js') },
  metafile: true,
  absWorkingDir: here,
  banner: { js: `/* Licences of what is in this file: /dist/${notice} */` },
  plugins: [fullcalendar],
});
done.push(write(notice, licences(here, schedule.metafile)));
for (const file of [...result.outputFiles, ...schedule.outputFiles]) done.push(write(basename(file.path).replace('style.css', 'app.css'), file.contents));
console.log(`frontend: ${done.join(', ')}`);
