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

/** One check for a person at a terminal: what it asks, why, how to mend it, how it is proven. */
export function explainCheck(check: AnyCheck, level: Level, style: Style): string {
  const paint = paintFor(style);
  const room = roomOf(style) - 2;
  const text = (words: string) => wrapped(words, room).map((line) => `  ${line}`);
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', ` ${paint.bold(title)}`, ...lines];
  const state = level === null ? 'only when a criterion names it' : LEVEL_WORDS[level];
  return [
    ` ${paint.bold(paint.cyan(check.id))}  ${paint.dim(state)}`,
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

/** All checks, by kind; those of the profile `production` are marked. */
export function explainAll(checks: readonly AnyCheck[], levelOf: (id: string) => Level, style: Style): string {
  const paint = paintFor(style);
  const wide = Math.max(0, ...checks.map(({ id }) => widthOf(id)));
  const kinds = [...new Set(checks.map(({ id }) => kindOf(id)))];
  const groups = kinds.map((kind) => {
    const lines = checks
      .filter(({ id }) => kindOf(id) === kind)
      .flatMap(({ id, title }) => {
        const room = roomOf(style) - wide - 6;
        const [first = '', ...more] = wrapped(title, room);
        const mark = { required: '●', 'when-data': '◉', advisory: '○', none: '·' }[levelOf(id) ?? 'none'];
        return [
          ` ${mark} ${padded(id, wide)}  ${paint.dim(first)}`,
          ...more.map((line) => `   ${' '.repeat(wide)}  ${paint.dim(line)}`),
        ];
      });
    return [` ${paint.bold(kind)}`, ...lines].join('\n');
  });
  const legend = [
    '● required · ○ advisory in the profile production · the others when a criterion names them',
    '`tickproof explain CHECK` says more; names known elsewhere (DL3002, CIS-DI-0001) work too',
  ];
  const lines = legend.flatMap((text) => wrapped(text, roomOf(style) - 1)).map((line) => ` ${paint.dim(line)}`);
  return `${groups.join('\n\n')}\n\n${lines.join('\n')}\n`;
}

function kindOf(id: string): string {
  return id.split('/')[0] ?? id;
}
