// The licences of the packages that a bundle contains, for the file that goes with it.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export function licences(here, metafile) {
  const names = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
    if (name) names.add(name);
  }
  return [...names].sort().map(name => {
    const folder = join(here, 'node_modules', name);
    const file = readdirSync(folder).find(f => /^licen[cs]e/i.test(f));
    if (!file) throw new Error(`${name} has no licence file`);
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  }).join('\n----\n\n');
}
