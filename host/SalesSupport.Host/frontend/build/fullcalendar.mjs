// FullCalendar puts its styles into the page by script, which the content security policy refuses: here they become part of the bundle's own style sheet.
import { readFileSync } from 'node:fs';

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
      return { contents, loader: 'js' };
    });
    b.onResolve({ filter: /^styles-of:/ }, ({ path }) => ({ path: path.slice('styles-of:'.length), namespace: 'styles-of' }));
    b.onLoad({ filter: /.*/, namespace: 'styles-of' }, ({ path }) => ({ contents: styles.get(path), loader: 'css' }));
  },
};
