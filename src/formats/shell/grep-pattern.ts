import type { Step } from './steps.ts';

/** A pattern that paths or lines are searched with, and a text that it finds; null where none is known. */
export interface TextPattern {
  readonly test: (text: string) => boolean;
  readonly sample: string | null;
}

type Dialect = 'basic' | 'extended' | 'fixed';

const LONGEST = 300;
const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9a-fA-F',
};

/** Reads a POSIX pattern. Null where it is none, or where matching it could take more than linear time. */
export function textPattern(
  pattern: string,
  dialect: Dialect,
  how: { readonly ignoreCase?: boolean; readonly whole?: boolean } = {},
): TextPattern | null {
  if (pattern.length > LONGEST) return null;
  const lines = pattern.split('\n').filter((line) => line !== '');
  const sources = lines.map((line) => (dialect === 'fixed' ? escaped(line) : translated(line, dialect)));
  const source = sources.join('|');
  if (source === '' || /[)\]][*+{][^)]*\)[*+{]|[*+}]\)[*+{]/.test(source)) return null; // one repetition inside another
  try {
    const regExp = new RegExp(how.whole ? `^(?:${source})$` : source, how.ignoreCase ? 'i' : '');
    const sample = dialect === 'fixed' ? (lines[0] ?? '') : sampleOf(sources[0] ?? '');
    return { test: (text) => regExp.test(text), sample: regExp.test(sample) ? sample : null };
  } catch {
    return null; // what grep would refuse, or understands and we do not
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** A POSIX pattern as JavaScript writes it. */
function translated(pattern: string, dialect: 'basic' | 'extended'): string {
  return pattern.replace(/\[\^?\]?(?:\[:\w+:\]|[^\]])*\]|\\.|[\s\S]/g, (piece, at: number) => {
    if (piece.length > 2 && piece.startsWith('['))
      return piece.replace(/\\/g, '\\\\').replace(/\[:(\w+):\]/g, (_, name: string) => CLASSES[name] ?? '');
    if (piece.length === 2 && piece.startsWith('\\')) {
      if (dialect === 'basic' && '(){}|+?'.includes(piece.charAt(1))) return piece.charAt(1);
      if ('<>'.includes(piece.charAt(1))) return '\\b';
      return piece;
    }
    if (dialect === 'basic' && '(){}|+?'.includes(piece)) return `\\${piece}`;
    return piece === '*' && at === 0 ? '\\*' : piece;
  });
}

/** Something that a JavaScript pattern may match: the first choice everywhere, and what may be left out is. */
function sampleOf(source: string): string {
  let text = '';
  const starts: number[] = [];
  let skipped = 0; // depth of what stands behind the first choice
  for (const [piece] of source.matchAll(/\[\^?(?:\\.|[^\]\\])*\]|\\.|\(\?:|\{\d+(?:,\d*)?\}|[\s\S]/g)) {
    if (piece.startsWith('(')) {
      starts.push(text.length);
      if (skipped > 0) skipped += 1;
    } else if (piece === ')') {
      starts.pop();
      if (skipped > 0) skipped -= 1;
    } else if (piece === '|' && skipped === 0) {
      if (starts.length === 0) return text;
      skipped = 1;
    } else if (skipped === 0) text = continued(text, piece);
  }
  return text;
}

function continued(text: string, piece: string): string {
  if (piece === '^' || piece === '$' || piece === '\\b' || piece === '\\B') return text;
  if (piece === '*' || piece === '?' || piece === '+' || /^\{\d/.test(piece)) return text;
  if (piece === '.') return `${text}x`;
  if (piece.startsWith('[') && piece.length > 1) return text + memberOf(piece);
  if (piece.startsWith('\\')) {
    const kinds: Readonly<Record<string, string>> = { d: '0', w: 'x', s: ' ', D: 'x', W: '-', S: 'x', t: '\t', n: '' };
    return text + (kinds[piece.charAt(1)] ?? piece.charAt(1));
  }
  return text + piece;
}

function memberOf(set: string): string {
  try {
    const regExp = new RegExp(`^${set}$`);
    return (
      'xabAB019 _-./'.split('').find((char) => regExp.test(char)) ?? [...set].find((char) => regExp.test(char)) ?? ''
    );
  } catch {
    return '';
  }
}

export interface GrepCall {
  readonly pattern: TextPattern | null;
  readonly inverted: boolean;
  readonly counts: boolean;
  readonly recursive: boolean;
  /** Files and folders that are searched; none = what is piped in. */
  readonly paths: readonly Step['words'][number][];
}

const DIALECTS: Readonly<Record<string, Dialect>> = { egrep: 'extended', rg: 'extended', fgrep: 'fixed' };
const TAKES_VALUE = /^(?:-[a-zA-Z]*[ABCmd]|--(?:include|exclude|exclude-dir|context|max-count|file))$/;

/** What a `grep` looks for, and where. Null where it is no grep. */
export function readGrep({ name, words }: Step): GrepCall | null {
  if (!/^(?:[efz]?grep|rg)$/.test(name)) return null;
  let flags = '';
  let pattern: Step['words'][number] | null = null;
  const rest: Step['words'][number][] = [];
  const left = words.slice(1);
  for (let word = left.shift(); word; word = left.shift()) {
    if (word.text === '--') rest.push(...left.splice(0));
    else if (/^-[a-zA-Z]*e$/.test(word.text) || word.text === '--regexp')
      [flags, pattern] = [flags + word.text, left.shift() ?? null];
    else if (TAKES_VALUE.test(word.text)) [flags] = [flags + word.text.replace(/^--.*/, ''), left.shift()];
    else if (word.text.startsWith('--')) flags += longFlag(word.text);
    else if (/^-./.test(word.text)) flags += word.text;
    else rest.push(word);
  }
  const wanted = pattern ?? rest.shift() ?? null;
  const dialect = flags.includes('F') ? 'fixed' : /[EP]/.test(flags) ? 'extended' : (DIALECTS[name] ?? 'basic');
  const how = { ignoreCase: /[iy]/.test(flags), whole: flags.includes('x') };
  return {
    pattern: wanted?.known ? textPattern(wanted.text, dialect, how) : null,
    inverted: flags.includes('v'),
    counts: flags.includes('c'),
    recursive: /[rR]/.test(flags) || name === 'rg',
    paths: rest,
  };
}

function longFlag(text: string): string {
  const short: Readonly<Record<string, string>> = {
    '--invert-match': 'v',
    '--count': 'c',
    '--recursive': 'r',
    '--ignore-case': 'i',
    '--fixed-strings': 'F',
    '--extended-regexp': 'E',
    '--perl-regexp': 'P',
    '--line-regexp': 'x',
  };
  return Object.hasOwn(short, text) ? (short[text] ?? '') : '';
}
