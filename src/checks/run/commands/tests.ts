import type { Step, StepWord } from '../../../formats/index.ts';

const TESTS = new Set(['test', '[', '[[']);

export function isTest({ name }: Step): boolean {
  return TESTS.has(name);
}

/** A path that `test` asks for, and what of it: `f`, `d`, `x` … */
interface Tested {
  readonly word: StepWord;
  readonly operator: string;
  readonly negated: boolean;
}

/** The paths that a `test` or `[` asks for. */
export function testedPaths({ words }: Step): readonly Tested[] {
  const tested: Tested[] = [];
  let negated = false;
  for (const [at, { text }] of words.entries()) {
    const word = words[at + 1];
    const asks = /^-[bcdefghkprsuwxLOGNS]$/.test(text) || (text === '-a' && at === 1); // later, `-a` joins two
    if (asks && word?.known && !/^[\])]$/.test(word.text)) tested.push({ word, operator: text.slice(1), negated });
    negated = text === '!' && !negated;
  }
  return tested;
}

/** How many there may be: `none` up to one less than `least` planted ones, or `some` at least. */
export type Amount = { readonly kind: 'none'; readonly least: number } | { readonly kind: 'some' };

export const MOST_PLANTED = 50;

/** What a `test` asks of a number or a text that is substituted into it, where it is to succeed or to fail. */
export function testedAmount({ words }: Step, isToFail: boolean): Amount {
  const texts = words.map(({ text }) => text);
  const flipped = isToFail !== texts.includes('!');
  const operator = texts.find((text) => /^(?:-eq|-ne|-lt|-le|-gt|-ge|-z|-n|=|==|!=|<)$/.test(text)) ?? '-n';
  const number = Number(texts.find((text) => /^\d{1,6}$/.test(text)) ?? '0');
  const [none, below, upTo] = flipped ? [/^(?:-ne|!=|-n)$/, '-ge', '-gt'] : [/^(?:-eq|==?|-z)$/, '-lt', '-le'];
  const least = operator === upTo ? number + 1 : operator === below ? number : none.test(operator) ? 1 : null;
  return least === null ? { kind: 'some' } : { kind: 'none', least: Math.max(1, Math.min(MOST_PLANTED, least)) };
}
