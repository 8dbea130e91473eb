import type { ComposeProblem, Place } from '../../domain/index.ts';
import type { ComposeText, RefusalKind } from '../../formats/compose/index.ts';
import type { Named } from './reached.ts';

/** What a project was refused for, and where, as far as the loader knows it. */
interface Refusal {
  readonly message: string;
  readonly at: Place | null;
  /** Of our own loader's refusals. */
  readonly kind?: RefusalKind;
  readonly nearest?: string | null;
  readonly key?: readonly string[] | null;
  readonly advice?: string | null;
  readonly via?: readonly Place[];
}

/** What to do next, by what went wrong; where the message says it, nothing. */
const ADVICE: Readonly<Record<RefusalKind, string | null>> = {
  schema: 'see the key in the Compose file reference',
  'not-found': 'add the file, mend its name, or mark an env file as `required: false`',
  value: 'write the value in a form that the key takes',
  type: 'a mapping is laid over a mapping, a list over a list',
  consistency: null,
  cycle: 'take one step out of the circle',
  yaml: null,
  interpolation: 'write `$$` where a dollar is meant',
  reference: 'declare it in the project, or mend its name',
  'include-conflict': 'give one of the two another name',
  extends: 'name a service that is there',
  empty: 'write a top-level `services:`',
  name: 'give the project a `name:` of lower-case letters, digits, `-` and `_`',
};

/** What the loader's refusal says, with the place in the texts that it is about. */
export function problemOf(
  refusal: Refusal,
  texts: readonly ComposeText[],
  named: readonly Pick<Named, 'path' | 'at'>[],
): ComposeProblem {
  const problem = placed(refusal, texts, named);
  const advice = adviceFor(refusal);
  const text = lineTextAt(problem.at, texts);
  const isAdvised = advice !== null && problem.kind !== 'unset-variable';
  const { kind, via = [] } = refusal;
  return {
    ...problem,
    text,
    ...(kind === undefined ? {} : { cause: kind }),
    ...(via.length > 0 ? { via } : {}),
    ...(isAdvised ? { advice } : {}),
  };
}

/** The same for keys that do not go together. */
const OF_KEYS: readonly (readonly [RegExp, string])[] = [
  [/exclusive|conflicting|already mounted/, 'take one of the two away'],
  [/neither an image nor a build/, 'give it an `image` or a `build`'],
  [/can't set distinct values/, 'write the same in both, or take one away'],
  [/must start either by/, 'begin the list with `CMD` or `CMD-SHELL`, or write one text'],
];

function adviceFor({ kind, nearest = null, message, advice = null }: Refusal): string | null {
  if (advice !== null) return advice;
  if (nearest !== null) return `did you mean \`${nearest}\`?`;
  if (kind === 'consistency') return OF_KEYS.find(([pattern]) => pattern.test(message))?.[1] ?? null;
  return kind === undefined ? null : ADVICE[kind];
}

/** A key that is too much stands where it begins, not where its value does. */
function keyIn({ at, key = null }: Refusal, texts: readonly ComposeText[]): Place | null {
  const path = key?.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const place = path ? texts.find(({ file }) => file === at?.file)?.placeOf(path) : null;
  return place ?? null;
}

/** The line of a place, as its file writes it. */
export function lineTextAt({ file, startLine }: Place, texts: readonly ComposeText[]): string {
  const text = texts.find((it) => it.file === file)?.text ?? '';
  return (text.split('\n')[startLine - 1] ?? '').trimEnd();
}

function placed(
  refusal: Refusal,
  texts: readonly ComposeText[],
  named: readonly Pick<Named, 'path' | 'at'>[],
): ComposeProblem {
  const { message, at } = refusal;
  const required = /required variable (\S+) is missing a value/.exec(message);
  if (required) return { kind: 'unset-variable', message, at: variableAt(required[1] ?? '', texts) };
  const file = named.find((it) => it.at !== null && message.includes(`${it.path} not found`))?.at;
  return { kind: 'invalid', message, at: file ?? keyIn(refusal, texts) ?? at ?? topOf(texts) };
}

/** Names of the variables that the loader warned about. */
export function unsetIn(warnings: string): string[] {
  const names = [...warnings.matchAll(/The "([^"\\]+)" variable is not set/g)].map(([, name]) => name ?? '');
  return [...new Set(names)];
}

/** Where a variable is asked for first. */
export function variableAt(name: string, texts: readonly ComposeText[]): Place {
  const uses = texts.flatMap(({ variables }) => variables.filter((use) => use.name === name));
  return uses[0]?.at ?? topOf(texts);
}

function topOf(texts: readonly ComposeText[]): Place {
  return texts[0]?.lineAt(1) ?? { file: 'compose.yaml', startLine: 1, endLine: 1 };
}
