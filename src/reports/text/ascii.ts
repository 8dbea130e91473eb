import { PLAIN_SYMBOLS, SYMBOLS } from '../glyph.ts';

const DRAWN: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(SYMBOLS).map(([standing, symbol]) => [symbol, PLAIN_SYMBOLS[standing as keyof typeof SYMBOLS]]),
  ), // both records have the same keys
  '·': '-',
  '…': '...',
  '—': '-',
  '→': '->',
  '←': '<-',
  '─': '-',
  '│': '|',
  '├': '|',
  '└': '`',
  '━': '#',
  '○': 'o',
  '●': '*',
  '✖': 'x',
  '−': '-',
  '×': 'x',
  '≤': '<=',
  '≥': '>=',
  '⏎': '/',
};

/** Whether the environment says that the terminal knows no UTF-8. Saying nothing is not saying so. */
export function isAsciiOnly(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((it) => it !== undefined && it !== '');
  return locale !== undefined && !/utf-?8/i.test(locale);
}

/** The same text for such a terminal: words stay, drawings become letters, what has none becomes `?`. */
export function toAscii(text: string): string {
  return text.replace(/[^\p{ASCII}]/gu, (character) => DRAWN[character] ?? (/\p{M}/u.test(character) ? '' : '?'));
}
