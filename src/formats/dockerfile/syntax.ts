import { trim } from './space.ts';

/** A directive before everything else, with its line. */
export interface DetectedDirective {
  readonly value: string;
  readonly line: number;
}

/**
 * A directive such as `syntax` in any of the forms in which BuildKit looks for a frontend: `# key=`, `// key=`, or a JSON object.
 * A first line `#!` is passed over.
 */
export function detectSyntax(text: string, key = 'syntax'): DetectedDirective | null {
  const body = text.replace(/^\ufeff/, '');
  const shebang = body.startsWith('#!') ? body.indexOf('\n') + 1 || body.length : 0;
  const rest = body.slice(shebang);
  const skipped = shebang > 0 ? 1 : 0;
  for (const comment of ['#', '//']) {
    const found = inComments(rest, comment, key);
    if (found) return { value: found.value, line: found.line + skipped };
  }
  const value = inJson(rest, key);
  return value === null ? null : { value, line: skipped };
}

const KNOWN = new Set(['syntax', 'escape', 'check']);

function inComments(text: string, comment: string, key: string): DetectedDirective | null {
  const seen = new Set<string>();
  for (const [index, line] of text.split('\n').entries()) {
    const equals = line.indexOf('=');
    if (!line.startsWith(comment) || equals < 0) return null;
    const name = trim(line.slice(comment.length, equals)).toLowerCase();
    const value = trim(line.slice(equals + 1));
    if (!KNOWN.has(name) || value === '' || seen.has(name)) return null;
    if (name === key) return { value, line: index + 1 };
    seen.add(name);
  }
  return null;
}

function inJson(text: string, key: string): string | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    const found =
      value !== null && typeof value === 'object'
        ? Object.entries(value).find(([name]) => name === key)?.[1]
        : undefined;
    return typeof found === 'string' ? found : null;
  } catch {
    return null; // no JSON: then there is no directive
  }
}
