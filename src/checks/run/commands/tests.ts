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
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (text === '!') {
      negated = !negated;
      continue;
    }
    const word = words[at + 1];
    if (/^-[abcdefghkprsuwxLOGNS]$/.test(text) && word?.known && !/^[\])]$/.test(word.text)) {
      if (text !== '-a' || at === 1) tested.push({ word, operator: text.slice(1), negated });
      if (text !== '-a') at += 1;
    }
    negated = false;
  }
  return tested;
}

/** How many there may be: `none` up to one less than `least` planted ones, or `some` at least; `free` where nothing is asked. */
export type Amount = { readonly kind: 'none'; readonly least: number } | { readonly kind: 'some' };

export const MOST_PLANTED = 50;

/** What a `test` asks of a number or a text that is substituted into it. */
export function testedAmount({ words, negated }: Step): Amount {
  const texts = words.map(({ text }) => text);
  const flipped = negated !== texts.includes('!');
  const operator = texts.find((text) => /^(?:-eq|-ne|-lt|-le|-gt|-ge|-z|-n|=|==|!=|<)$/.test(text)) ?? '-n';
  const number = Number(texts.find((text) => /^\d{1,6}$/.test(text)) ?? '0');
  const upTo: Readonly<Record<string, number>> = {
    '-eq': 1,
    '=': 1,
    '==': 1,
    '-z': 1,
    '-lt': number,
    '-le': number + 1,
  };
  const over: Readonly<Record<string, number>> = { '-ne': 1, '!=': 1, '-n': 1, '-gt': number + 1, '-ge': number };
  const least = (flipped ? over : upTo)[operator];
  return least === undefined ? { kind: 'some' } : { kind: 'none', least: Math.max(1, Math.min(MOST_PLANTED, least)) };
}
