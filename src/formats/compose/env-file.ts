export interface EnvLine {
  readonly name: string;
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
}

const NAME = /^(?:export[ \t]+)?([A-Za-z_][\w.[\]-]*)[ \t]*[=:][ \t]*/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' };

/** Variables that an env file sets, as Compose reads it: quotes, comments behind a blank, values of several lines. Bare names set nothing. */
export function readEnvFile(text: string): EnvLine[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const found: EnvLine[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const trimmed = (lines[at] ?? '').trimStart();
    const name = NAME.exec(trimmed);
    if (trimmed.startsWith('#') || !name?.[1]) continue;
    const line = at + 1;
    const rest = trimmed.slice(name[0].length);
    const quote = rest[0];
    if (quote !== '"' && quote !== "'") {
      found.push({ name: name[1], value: rest.replace(/[ \t]#.*$/, '').trim(), line });
      continue;
    }
    const parts = [rest.slice(1)];
    let end = closing(parts[0] ?? '', quote);
    let length = rest.length;
    while (end < 0 && at + 1 < lines.length && length < LONGEST) {
      at += 1;
      const next = lines[at] ?? '';
      parts.push(next);
      length += next.length + 1;
      end = closing(next, quote);
    }
    if (end >= 0) parts.push((parts.pop() ?? '').slice(0, end));
    const inside = parts.join('\n');
    found.push({ name: name[1], value: quote === '"' ? unescaped(inside) : inside, line });
  }
  return found;
}

const LONGEST = 65_536; // a quote that is never closed must not swallow a file over and over

function closing(text: string, quote: string): number {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}

const unescaped = (text: string): string => text.replaceAll(/\\(.)/g, (all, char: string) => ESCAPES[char] ?? all);
