// Keeps of the UI kit's style sheet only the rules whose classes occur somewhere in a view, a C# file, a script or docs/screens.md.
// A word is a word: `card` in a comment keeps the rules for .card. That errs on the side of keeping.

// Parts of which this product has its own.
const ours = /\.(?:timeline|toast|chip|steps|calendar|offcanvas|carousel|navbar|modal|dropdown|list-group|accordion|avatar|ribbon|tracking|payment|social|flag)\b|\.page(?![\w-])|data-bs-navbar-theme|\[data-theme=|\.theme-dark/;

export function trim(css, sources) {
  const words = new Set();
  for (const { text } of sources) for (const [word] of text.matchAll(/[A-Za-z_][\w-]*/g)) words.add(word);
  const wanted = selector => !ours.test(selector)
    && [...selector.replace(/:not\([^)]*\)/g, '').matchAll(/\.(-?[A-Za-z_][\w-]*(?:\\.[\w-]*)*)/g)].every(([, name]) => words.has(name.replaceAll('\\', '')));

  let at = 0;
  const text = css.replace(/\/\*[\s\S]*?\*\//g, '');
  return block();

  function block() {
    let out = '';
    while (at < text.length) {
      const start = at;
      const stop = skipTo('{;}');
      const head = text.slice(start, at).trim();
      if (stop === ';') { at++; out += `${head};`; continue; }
      if (stop !== '{') { at++; return out; }
      at++;
      if (/^@(?:media|supports|layer|container)/.test(head)) {
        const inner = block();
        if (inner) out += `${head}{${inner}}\n`;
        continue;
      }
      const bodyStart = at;
      let depth = 1;
      while (depth > 0) {
        const c = skipTo('{}');
        at++;
        depth += c === '{' ? 1 : -1;
      }
      const body = text.slice(bodyStart, at - 1);
      if (head.startsWith('@')) { out += `${head}{${body}}\n`; continue; }
      const kept = split(head).filter(wanted);
      if (kept.length) out += `${kept.join(',')}{${body}}\n`;
    }
    return out;
  }

  function skipTo(stops) {
    for (; at < text.length; at++) {
      const c = text[at];
      if (c === '"' || c === "'") { for (at++; text[at] !== c; at++) if (text[at] === '\\') at++; } 
      else if (c === '\\') at++;
      else if (c === '(') { for (let depth = 1; depth > 0;) { at++; if (text[at] === '(') depth++; else if (text[at] === ')') depth--; else if (text[at] === '"' || text[at] === "'") { const q = text[at]; for (at++; text[at] !== q; at++) if (text[at] === '\\') at++; } } }
      else if (stops.includes(c)) return c;
    }
    return '';
  }
}

function split(selectors) {
  const parts = [];
  let depth = 0;
  let part = '';
  for (const c of selectors) {
    if (c === '(' || c === '[') depth++;
    if (c === ')' || c === ']') depth--;
    if (c === ',' && depth === 0) { parts.push(part.trim()); part = ''; } else part += c;
  }
  return [...parts, part.trim()];
}
