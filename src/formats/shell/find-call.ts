import { globSamples, globToRegExp } from '../tree/index.ts';
import { depthBelow, type Expression, type FoundEntry, isFound, type Naming } from './find-expression.ts';
import { textPattern } from './grep-pattern.ts';
import type { Step, StepWord } from './steps.ts';

export interface FindCall {
  /** Where it looks, as written. */
  readonly roots: readonly StepWord[];
  readonly minDepth: number;
  readonly maxDepth: number;
  readonly namings: readonly Naming[];
  readonly type: FoundEntry['type'];
  /** Mode and size that a planted file needs. */
  readonly wants: { readonly mode?: number; readonly sizeBytes?: number };
  /** What is run for each file found, `{}` taken out. */
  readonly runs: readonly StepWord[] | null;
  /** Whether it finds an entry below a root; namings in `without` count as if they were not written. */
  readonly finds: (entry: FoundEntry, root: string, without?: Naming) => boolean;
}

const MOST_WORDS = 300;
const TYPES: Readonly<Record<string, FoundEntry['type']>> = { f: 'file', d: 'directory', l: 'symlink' };
const UNITS: Readonly<Record<string, number>> = { c: 1, w: 2, b: 512, k: 1024, M: 1024 ** 2, G: 1024 ** 3, '': 512 };

/** Reads a `find`. Null where it is none, or where something in it is not understood. */
export function readFind({ name, words }: Step): FindCall | null {
  if (name !== 'find' || words.length > MOST_WORDS) return null;
  const rest = words.slice(1);
  while (/^-[HLP]$/.test(rest[0]?.text ?? '')) rest.shift();
  const cut = rest.findIndex(({ text, quoted }) => /^-./.test(text) || text === '!' || (/^[()]$/.test(text) && quoted));
  const roots = cut < 0 ? rest : rest.slice(0, cut);
  return new FindReader(roots, cut < 0 ? [] : rest.slice(cut)).read();
}

class FindReader {
  private readonly roots: readonly StepWord[];
  private readonly words: StepWord[];
  private readonly namings: Naming[] = [];
  private minDepth = 0;
  private maxDepth = Number.POSITIVE_INFINITY;
  private type: FoundEntry['type'] = 'file';
  private wants: { mode?: number; sizeBytes?: number } = {};
  private runs: readonly StepWord[] | null = null;
  private acts = false;
  private understood = true;
  private depth = 0;

  constructor(roots: readonly StepWord[], words: readonly StepWord[]) {
    this.roots = roots.length > 0 ? roots : [{ text: '.', known: true, quoted: true, variables: [] }];
    this.words = [...words];
  }

  read(): FindCall | null {
    const expression: Expression = this.words.length === 0 ? { kind: 'true' } : this.either(false);
    if (!this.understood || this.words.length > 0) return null;
    const { roots, minDepth, maxDepth, namings, type, wants, runs, acts } = this;
    const finds = (entry: FoundEntry, root: string, without?: Naming) => {
      const below = depthBelow(root, entry.path);
      if (below === null || below < minDepth || below > maxDepth) return false;
      return isFound(expression, { path: entry.path, root, entry, printing: acts, without });
    };
    return { roots, minDepth, maxDepth, namings, type, wants, runs, finds };
  }

  private either(negated: boolean): Expression {
    let left = this.both(negated);
    while (this.take('-o', '-or')) left = { kind: 'or', left, right: this.both(negated) };
    return left;
  }

  private both(negated: boolean): Expression {
    const from = this.namings.length;
    let left = this.one(negated);
    for (;;) {
      const next = this.words[0]?.text;
      if (next === undefined || next === '-o' || next === '-or' || next === ')') return left;
      if (next === '-prune')
        this.namings.splice(from, Infinity, ...this.namings.slice(from).map((it) => ({ ...it, hides: true })));
      this.take('-a', '-and');
      left = { kind: 'and', left, right: this.one(negated) };
    }
  }

  private one(negated: boolean): Expression {
    if (this.take('!', '-not')) return { kind: 'not', of: this.one(!negated) };
    if (this.take('(')) {
      this.depth += 1;
      if (this.depth > 50) this.understood = false;
      const inner = this.understood ? this.either(negated) : ({ kind: 'true' } as const);
      this.depth -= 1;
      if (!this.take(')')) this.understood = false;
      return inner;
    }
    const word = this.words.shift();
    if (!word) {
      this.understood = false;
      return { kind: 'true' };
    }
    return this.primary(word.text, negated);
  }

  private take(...texts: readonly string[]): boolean {
    const found = texts.includes(this.words[0]?.text ?? '');
    if (found) this.words.shift();
    return found;
  }

  private value(): string {
    const word = this.words.shift();
    if (!word?.known) this.understood = false;
    return word?.text ?? '';
  }

  private primary(word: string, negated: boolean): Expression {
    switch (word) {
      case '-name':
      case '-iname':
        return this.naming('name', negated, word.startsWith('-i'));
      case '-path':
      case '-ipath':
      case '-wholename':
        return this.naming('path', negated, word.startsWith('-i'));
      case '-regex':
      case '-iregex':
        return this.naming('regex', negated, word.startsWith('-i'));
      case '-type':
        return this.typed(this.value(), negated);
      case '-perm':
        return this.perm(this.value());
      case '-size':
        return this.size(this.value());
      case '-maxdepth':
        this.maxDepth = Number(this.value());
        return { kind: 'true' };
      case '-mindepth':
        this.minDepth = Number(this.value());
        return { kind: 'true' };
      case '-exec':
      case '-execdir':
        return this.exec();
      case '-prune':
        return { kind: 'prune' };
      case '-print':
      case '-print0':
      case '-ls':
      case '-quit':
        this.acts ||= word !== '-quit';
        return { kind: word === '-quit' ? 'true' : 'print' };
      case '-printf':
        this.value();
        this.acts = true;
        return { kind: 'print' };
      case '-xdev':
      case '-mount':
      case '-true':
      case '-follow':
      case '-depth':
        return { kind: 'true' };
      case '-regextype':
        this.value();
        return { kind: 'true' };
      default:
        this.understood = false; // of the time, of users, or of another find
        return { kind: 'true' };
    }
  }

  private naming(kind: Naming['kind'], hides: boolean, ignoreCase: boolean): Expression {
    const text = this.value();
    const matches = kind === 'regex' ? regexTest(text, ignoreCase) : globTest(text, ignoreCase);
    if (!matches) {
      this.understood = false;
      return { kind: 'true' };
    }
    const naming: Naming = { kind, text, hides, sample: sampleOfNaming(kind, text) };
    this.namings.push(naming);
    const seen = kind === 'name' ? (path: string) => matches(path.slice(path.lastIndexOf('/') + 1)) : matches;
    return { kind: 'naming', naming, matches: seen };
  }

  private typed(text: string, negated: boolean): Expression {
    const types = text.split(',').flatMap((it) => TYPES[it] ?? []);
    if (types[0] && !negated) this.type = types[0];
    return { kind: 'test', holds: ({ type }) => types.includes(type) };
  }

  private perm(text: string): Expression {
    const [, sign = '', bits = ''] = /^([-/+]?)([0-7]{1,4})$/.exec(text) ?? [];
    if (bits === '') this.understood = false;
    const mode = Number.parseInt(bits || '0', 8);
    this.wants.mode = sign === '' ? mode : mode | 0o644;
    if (sign === '-') return { kind: 'test', holds: (entry) => (entry.mode & mode) === mode };
    return { kind: 'test', holds: (entry) => (sign === '' ? entry.mode === mode : (entry.mode & mode) !== 0) };
  }

  private size(text: string): Expression {
    const [, sign = '', number = '', unit = ''] = /^([-+]?)(\d{1,9})([cwbkMG]?)$/.exec(text) ?? [];
    if (number === '') this.understood = false;
    const step = UNITS[unit] ?? 512;
    const units = Number(number);
    if (sign !== '-') this.wants.sizeBytes = sign === '+' ? units * step + 1 : units * step;
    return {
      kind: 'test',
      holds: ({ sizeBytes }) => {
        const has = Math.ceil(sizeBytes / step);
        return sign === '+' ? has > units : sign === '-' ? has < units : has === units;
      },
    };
  }

  private exec(): Expression {
    const end = this.words.findIndex(({ text }) => text === ';' || text === '+');
    this.runs = this.words.splice(0, end < 0 ? this.words.length : end).filter(({ text }) => text !== '{}');
    this.words.shift();
    this.acts = true;
    return { kind: 'print' };
  }
}

/** `*` of find goes past slashes. */
function globTest(glob: string, ignoreCase: boolean): ((text: string) => boolean) | null {
  if (glob.length > 200 || glob.split('*').length > 12) return null;
  const MARK = '\u0001';
  try {
    const { source } = globToRegExp(glob.replaceAll('{', '\\{').replaceAll('/', MARK));
    const regExp = new RegExp(source.replaceAll('(?!/)', ''), ignoreCase ? 'is' : 's');
    return (text) => regExp.test(text.replaceAll('/', MARK));
  } catch {
    return null; // a set out of order
  }
}

function regexTest(text: string, ignoreCase: boolean): ((text: string) => boolean) | null {
  return findRegex(text, ignoreCase)?.test ?? null;
}

/** `-regex` is about the whole path; `+` and `?` repeat, groups are escaped. */
function findRegex(text: string, ignoreCase: boolean) {
  const basic = text.replace(/\\.|[+?]/g, (piece) => (piece.length === 1 ? `\\${piece}` : piece));
  return textPattern(basic, 'basic', { ignoreCase, whole: true });
}

function sampleOfNaming(kind: Naming['kind'], text: string): string | null {
  if (kind === 'regex') return findRegex(text, false)?.sample ?? null;
  const [sample = null] = globSamples(text.replaceAll('{', '\\{').replaceAll('**', '*'));
  return sample;
}
