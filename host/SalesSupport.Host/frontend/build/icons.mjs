// One sprite of the icons that are used: every quoted word in a view or a C# file that is the name of an outline icon.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// For modules that are dropped in after the build.
const always = ['alert-circle', 'arrow-back-up', 'arrow-right', 'bell', 'building', 'calendar-event', 'chart-bar', 'check', 'chevron-down', 'chevron-left', 'chevron-right', 'circle', 'clock', 'columns-3', 'dots', 'download', 'edit', 'external-link', 'file-text', 'flag', 'heart', 'help', 'home', 'inbox', 'info-circle', 'mail', 'map-pin', 'message', 'paperclip', 'pencil', 'phone', 'plus', 'printer', 'refresh', 'search', 'settings', 'trash', 'upload', 'user', 'users', 'x'];

export function sprite(folder, sources, own) {
  const exists = new Set(readdirSync(folder).map(name => name.slice(0, -'.svg'.length)));
  const used = new Set(always);
  for (const { path, text } of [...sources, ...own]) {
    for (const [, word] of text.matchAll(/["']([a-z0-9]+(?:-[a-z0-9]+)*)["']/g)) if (exists.has(word)) used.add(word);
    for (const [, word] of text.matchAll(/icons\.svg#([a-z0-9-]+)/g)) need(word, path);
    if (path.endsWith('.cshtml')) {
      for (const [, word] of text.matchAll(/Parts\.Icon\("([a-z0-9-]+)"\)/g)) need(word, path);
      for (const [, word] of text.matchAll(/<empty-state\b[^>]*\sicon="([a-z0-9-]+)"/g)) need(word, path);
    }
  }
  function need(word, path) {
    if (!exists.has(word)) throw new Error(`${path}: there is no icon called "${word}" (see https://tabler.io/icons, outline)`);
    used.add(word);
  }
  const symbols = [...used].sort().map(name => {
    const inner = readFileSync(join(folder, `${name}.svg`), 'utf8')
      .replace(/^[\s\S]*?<svg[^>]*>/, '').replace('</svg>', '')
      .replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', '')
      .replace(/\s*\n\s*/g, '');
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
}
