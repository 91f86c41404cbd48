// FullCalendar puts its styles into the page by script, which the content security policy refuses: here they become part of the bundle's own style sheet.
// It also calls its tables grids, which promises that the arrow keys go from cell to cell, and has in them what no grid may have: here they are mere layout, and each entry says its day by itself.
import { readFileSync } from 'node:fs';

const grid = /role: (['"])(?:grid|rowgroup|row|gridcell|columnheader)\1/g;
const numbered = /\{ 'aria-labelledby': state\.dayNumberId \}/;
const injected = /var css_248z = ("(?:[^"\\]|\\.)*");\s*injectStyles\(css_248z\);/;

export const fullcalendar = {
  name: 'fullcalendar',
  setup(b) {
    const styles = new Map();
    b.onLoad({ filter: /@fullcalendar[\\/]\w+[\\/]internal(?:-common)?\.js$/, namespace: 'file' }, ({ path }) => {
      let contents = readFileSync(path, 'utf8');
      const found = injected.exec(contents);
      if (found) {
        // Its icons are a font in a data: address, which is refused too; the page has its own.
        styles.set(path, JSON.parse(found[1]).replace(/@font-face\{[^}]*\}/, ''));
        contents = `import ${JSON.stringify(`styles-of:${path}`)};\n${contents.replace(found[0], '')}`;
      } else if (contents.includes('css_248z')) throw new Error(`${path}: the styles are not where they were`);
      if (path.endsWith('internal-common.js')) {
        const before = contents;
        contents = contents.replace('function registerStylesRoot(rootNode) {', 'function registerStylesRoot() { return; }\nfunction unused(rootNode) {');
        if (contents === before) throw new Error(`${path}: styles are put into the page in another way now`);
      }
      if (/timegrid|daygrid/.test(path) && !grid.test(contents)) throw new Error(`${path}: its roles are written in another way now`);
      return { contents: contents.replace(grid, "role: 'presentation'").replace(numbered, '{}'), loader: 'js' };
    });
    b.onResolve({ filter: /^styles-of:/ }, ({ path }) => ({ path: path.slice('styles-of:'.length), namespace: 'styles-of' }));
    b.onLoad({ filter: /.*/, namespace: 'styles-of' }, ({ path }) => ({ contents: styles.get(path), loader: 'css' }));
  },
};
