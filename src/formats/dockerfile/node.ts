import { behindBlanks, isBlank, type Range, trimmed } from './space.ts';
import { blankWords, cutAtBlank, jsonWords, keywordOf, quotedWords, takeFlags, type Token, token } from './words.ts';

/** One instruction as BuildKit's parser leaves it: words with their ranges in the logical line, nothing expanded. */
export interface Node {
  readonly command: Token;
  readonly flags: readonly Token[];
  /** ENV and LABEL in triples: name, value, separator. */
  readonly args: readonly Token[];
  readonly json: boolean;
  readonly rest: Range;
  /** What ONBUILD triggers. */
  readonly sub: Node | null;
  readonly fault: string | null;
}

interface Arguments {
  readonly args: readonly Token[];
  readonly json?: boolean;
  readonly sub?: Node | null;
  readonly fault?: string;
}

type Reader = (text: string, rest: Range, escape: string, depth: number) => Arguments;

const READERS: Readonly<Record<string, Reader>> = {
  ADD: jsonOrWords,
  ARG: (text, rest, escape) => ({ args: quotedWords(text, rest, escape) }),
  CMD: jsonOrText,
  COPY: jsonOrWords,
  ENTRYPOINT: jsonOrText,
  ENV: pairs,
  EXPOSE: words,
  FROM: words,
  HEALTHCHECK: typeAndCommand,
  LABEL: pairs,
  MAINTAINER: whole,
  ONBUILD: trigger,
  RUN: jsonOrText,
  SHELL: jsonOrText,
  STOPSIGNAL: whole,
  USER: whole,
  VOLUME: jsonOrWords,
  WORKDIR: whole,
};

export const KEYWORDS: readonly string[] = Object.keys(READERS);

const MIXED = 'a JSON array must hold strings only';
const DEEPEST_ONBUILD = 100; // `ONBUILD ONBUILD …` is refused anyway

/** Splits a logical line into command, flags and arguments. */
export function readNode(text: string, range: Range, escape: string, depth = 0): Node {
  const { start, end } = trimmed(text, range);
  const cut = cutAtBlank(text, { start, end });
  const command = cut?.[0] ?? token(text, start, end);
  const behind = cut?.[1].start ?? end;
  const { flags, rest } = takeFlags(text, { start: behind, end }, escape);
  const args = trimmed(text, { start: rest, end });
  const reader = READERS[keywordOf(command.text)];
  const read = reader && depth <= DEEPEST_ONBUILD ? reader(text, args, escape, depth) : { args: [token('', end, end)] };
  return { json: false, sub: null, fault: null, ...read, command, flags, rest: args };
}

function whole(text: string, { start, end }: Range): Arguments {
  return { args: start === end ? [] : [token(text, start, end)] };
}

function words(text: string, rest: Range): Arguments {
  return { args: blankWords(text, rest) };
}

function jsonOrText(text: string, rest: Range): Arguments {
  return orElse(text, rest, whole);
}

function jsonOrWords(text: string, rest: Range): Arguments {
  return orElse(text, rest, words);
}

function orElse(text: string, rest: Range, other: (text: string, rest: Range) => Arguments): Arguments {
  const strings = jsonWords(text, rest);
  if (strings === 'mixed') return { ...other(text, rest), fault: MIXED };
  return strings ? { args: strings, json: true } : other(text, rest);
}

function pairs(text: string, rest: Range, escape: string): Arguments {
  const all = quotedWords(text, rest, escape);
  const [first] = all;
  if (!first) return { args: [] };
  if (!first.text.includes('=')) {
    const cut = cutAtBlank(text, rest);
    if (!cut) return { args: [], fault: 'a name and a value are needed' };
    return { args: [...cut, { text: '', start: rest.end, end: rest.end }] };
  }
  const odd = all.find((word) => !word.text.includes('='));
  const args = all.filter((word) => word.text.includes('=')).flatMap(triple);
  return odd ? { args, fault: `there is no \`=\` in \`${odd.text}\`: it must be name=value` } : { args };
}

function triple(word: Token): Token[] {
  const at = word.text.indexOf('=');
  const equals = word.start + at;
  return [
    { text: word.text.slice(0, at), start: word.start, end: equals },
    { text: word.text.slice(at + 1), start: equals + 1, end: word.end },
    { text: '=', start: equals, end: equals + 1 },
  ];
}

function typeAndCommand(text: string, { start, end }: Range): Arguments {
  let at = start;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  if (at === start) return { args: [] };
  const behind = behindBlanks(text, { start: at, end });
  const { args, ...more } = jsonOrText(text, behind);
  return { ...more, args: [token(text, start, at), ...args] };
}

function trigger(text: string, rest: Range, escape: string, depth: number): Arguments {
  if (rest.start === rest.end) return { args: [] };
  const sub = readNode(text, rest, escape, depth + 1);
  return { args: [], sub, ...(sub.fault === null ? {} : { fault: sub.fault }) };
}
