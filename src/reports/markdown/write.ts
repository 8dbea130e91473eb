import { oneLine, visible } from '../text/visible.ts';

/** A text from the world as code: no markup in it counts, whatever it holds. */
export function code(text: string): string {
  const shown = oneLine(text);
  if (shown === '') return '';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const blank = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${blank}${shown}${blank}${fence}`;
}

/** A sentence: what stands between backticks becomes code, all other markup is taken literally. */
export function prose(text: string): string {
  const parts = oneLine(text).split('`');
  if (parts.length % 2 === 0) return escaped(oneLine(text)); // an odd backtick has no partner
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : escaped(part))).join('');
}

function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;')
    .replaceAll('@', '&#64;') // would call a person on some hosts
    .replace(/:(?=(?:[a-z_+-][\w+-]*|100|1234):)/gi, '&#58;') // `:name:` would become a picture, of a tick even
    .replace(/^(#{1,6}|[-+=]+|\d+[.)])(?=\s|$)/, '\\$1');
}

/** A text from the world inside HTML, where Markdown does not count: what could be markup becomes numbers. */
export function markup(text: string): string {
  return oneLine(text).replace(/(?![-.,/()])[\p{P}\p{S}]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

/** A table; cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`);
  return lines.join('\n');
}

/** Names and values; the first row is the head, because Markdown wants one. */
export function factsTable([first = ['', ''], ...more]: readonly (readonly [string, string])[]): string {
  return table(
    first,
    more.map(([what, value]) => [`**${what}**`, value]),
  );
}

/** In a table a bar ends the cell, even inside code, unless an odd number of backslashes stands before it. */
function cell(text: string): string {
  const line = text.replaceAll('\n', ' ');
  return line.replace(/(\\*)\|/g, (bar, slashes: string) => (slashes.length % 2 === 1 ? bar : `${slashes}\\|`));
}

/** A fenced block; the fence is longer than any in it. */
export function block(language: string, text: string): string {
  const body = visible(text);
  const fence = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${language}\n${body.replace(/\n+$/, '')}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}

/** The first characters of a digest, as code. */
export function shortCode(digest: string): string {
  return code(digest.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1…'));
}
