import type { ComposeProblem, Place } from '../../domain/index.ts';
import type { ComposeText } from '../../formats/compose/index.ts';
import type { Named } from './reached.ts';

/** What a project was refused for, and where, as far as the loader knows it. */
interface Refusal {
  readonly message: string;
  readonly at: Place | null;
}

/** What the loader's refusal says, with the place in the texts that it is about. */
export function problemOf(
  refusal: Refusal,
  texts: readonly ComposeText[],
  named: readonly Pick<Named, 'path' | 'at'>[],
): ComposeProblem {
  const problem = placed(refusal, texts, named);
  return { ...problem, text: lineTextAt(problem.at, texts) };
}

/** The line of a place, as its file writes it. */
export function lineTextAt({ file, startLine }: Place, texts: readonly ComposeText[]): string {
  const text = texts.find((it) => it.file === file)?.text ?? '';
  return (text.split('\n')[startLine - 1] ?? '').trimEnd();
}

function placed(
  { message, at }: Refusal,
  texts: readonly ComposeText[],
  named: readonly Pick<Named, 'path' | 'at'>[],
): ComposeProblem {
  const required = /required variable (\S+) is missing a value/.exec(message);
  if (required) return { kind: 'unset-variable', message, at: variableAt(required[1] ?? '', texts) };
  const file = named.find((it) => it.at !== null && message.includes(`${it.path} not found`))?.at;
  return { kind: 'invalid', message, at: file ?? at ?? topOf(texts) };
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
