import type { AnyCheck } from '../../domain/index.ts';
import { paintFor, roomOf, type Style } from '../paint.ts';
import { padded, widthOf } from '../text/width.ts';
import { wrapped } from '../text/wrap.ts';
import { exampleLine } from './example.ts';
import { type Parameter, parametersOf } from './params.ts';

type Level = 'required' | 'advisory' | 'when-data' | null;

const LEVEL_WORDS = {
  required: 'required in the profile production',
  advisory: 'advisory in the profile production',
  'when-data': 'required in the profile production where there is data',
} as const;

/** Where a check is asked without being named: in the profile `production`, and by which profile of `lint`. */
export interface Asked {
  readonly level: Level;
  readonly lint: 'default' | 'strict' | null;
}

const LINT_WORDS = { default: '`tickproof lint`', strict: '`tickproof lint --profile strict`' } as const;

function stateOf({ level, lint }: Asked): string {
  const words = [
    ...(level === null ? [] : [LEVEL_WORDS[level]]),
    ...(lint === null ? [] : [`asked by ${LINT_WORDS[lint]}`]),
  ];
  return words.length === 0 ? 'only when a criterion names it' : words.join(', ');
}

/** One check for a person at a terminal: what it asks, why, how to mend it, how it is proven. */
export function explainCheck(check: AnyCheck, asked: Asked, style: Style): string {
  const paint = paintFor(style);
  const room = roomOf(style) - 2;
  const text = (words: string) => wrapped(words, room).map((line) => `  ${line}`);
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', ` ${paint.bold(title)}`, ...lines];
  return [
    ` ${paint.bold(paint.cyan(check.id))}`,
    ...text(stateOf(asked)).map(paint.dim),
    ...text(check.title),
    ...part('Why', text(check.why)),
    ...part('How to mend it', text(check.remedy)),
    ...part(
      'Parameters',
      parametersOf(check).flatMap((it) => parameterLines(it, style)),
    ),
    ...part('In tickproof.yaml', text(`- ${exampleLine(check)}`)),
    ...part('Goes red for', text(check.reasons.join(', '))),
    ...part('Shown able to fail by', mutantLines(check, style)),
    ...part(
      'Known elsewhere as',
      text((check.aliases ?? []).join(', ')).filter((line) => line.trim() !== ''),
    ),
    ...part(
      'References',
      check.references.map((url) => `  ${url}`),
    ),
    '',
  ].join('\n');
}

function parameterLines({ name, type, fallback, required, text }: Parameter, style: Style): string[] {
  const paint = paintFor(style);
  const state = required ? 'must be given' : fallback === null ? 'optional' : `default ${fallback}`;
  const lines = wrapped(text, roomOf(style) - 4).map((line) => `    ${line}`);
  return [`  ${paint.bold(name)}  ${paint.dim(`${type}, ${state}`)}`, ...lines.filter((line) => line.trim() !== '')];
}

function mutantLines({ mutants, mutantsFor }: AnyCheck, style: Style): string[] {
  const paint = paintFor(style);
  const lines = mutants.flatMap(({ level, title, reason }) => {
    const [first = '', ...more] = wrapped(`${title} → ${reason}`, roomOf(style) - 5);
    return [`  ${paint.dim(level)}  ${first}`, ...more.map((line) => `     ${line}`)];
  });
  const more = 'and more, made from the deployment at hand: one per region, element or side of a bound';
  return [...lines, ...(mutantsFor ? wrapped(more, roomOf(style) - 2).map((line) => `  ${line}`) : [])];
}

/** What else is found, and is no check: one that nothing switches off, or one of a program beside us. */
export interface Explained {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
}

export function explainFinding({ id, title, why, remedy, references }: Explained, style: Style): string {
  const paint = paintFor(style);
  const text = (words: string) => wrapped(words, roomOf(style) - 2).map((line) => `  ${line}`);
  return [
    ` ${paint.bold(paint.cyan(id))}`,
    ...text(title),
    '',
    ` ${paint.bold('Why')}`,
    ...text(why),
    '',
    ` ${paint.bold('How to mend it')}`,
    ...text(remedy),
    ...(references.length === 0 ? [] : ['', ` ${paint.bold('References')}`, ...references.map((it) => `  ${it}`)]),
    '',
  ].join('\n');
}

const MARKS = { required: '●', 'when-data': '◉', advisory: '○', default: '◆', strict: '◇' } as const;

/** All checks, by kind; those of the profile `production` are marked, and those of `lint`. */
export function explainAll(checks: readonly AnyCheck[], askedOf: (check: AnyCheck) => Asked, style: Style): string {
  const paint = paintFor(style);
  const wide = Math.max(0, ...checks.map(({ id }) => widthOf(id)));
  const kinds = [...new Set(checks.map(({ id }) => kindOf(id)))];
  const groups = kinds.map((kind) => {
    const lines = checks
      .filter(({ id }) => kindOf(id) === kind)
      .flatMap((check) => {
        const { id, title } = check;
        const { level, lint } = askedOf(check);
        const room = roomOf(style) - wide - 6;
        const [first = '', ...more] = wrapped(title, room);
        const state = level ?? lint;
        const mark = state === null ? '·' : MARKS[state];
        return [
          ` ${mark} ${padded(id, wide)}  ${paint.dim(first)}`,
          ...more.map((line) => `   ${' '.repeat(wide)}  ${paint.dim(line)}`),
        ];
      });
    return [` ${paint.bold(kind)}`, ...lines].join('\n');
  });
  const legend = [
    '● required, ◉ where there is data, ○ advisory in the profile production',
    '◆ asked by `tickproof lint`, ◇ by its profile strict, · only when a criterion names it',
    '`tickproof explain CHECK` says more; names known elsewhere (DL3002, CIS-DI-0001) work too',
  ];
  const lines = legend.flatMap((text) => wrapped(text, roomOf(style) - 1)).map((line) => ` ${paint.dim(line)}`);
  return `${groups.join('\n\n')}\n\n${lines.join('\n')}\n`;
}

function kindOf(id: string): string {
  return id.split('/')[0] ?? id;
}
