import type { Heredoc } from '../../domain/index.ts';
import type { Place } from '../kit.ts';
import { spanOf } from './layout.ts';
import { type Command, reachableFrom, type Run, runsOf, scriptsOf } from './shared.ts';

const WITH_E = /^-[a-z]*e/;

/** A here-document that a shell runs. */
export interface Script {
  readonly run: Run;
  readonly heredoc: Heredoc;
  /** What makes it stop: the `set -e` that could be dropped, or something else; null = nothing. */
  readonly stops: { readonly by: 'set'; readonly at: Place } | { readonly by: 'other' } | null;
  readonly commands: number;
}

type Stages = Parameters<typeof runsOf>[0];

/** The scripts of every stage that a build of the target reaches. */
export function scriptsIn(stages: Stages, target: Stages[number] | null): Script[] {
  const reached = reachableFrom(stages, target);
  const runs = runsOf(
    stages,
    stages.filter(({ index }) => reached.has(index)),
  );
  return runs.flatMap((run) => {
    const line = run.commands.filter(({ at }) => !run.instruction.heredocs.some(({ at: body }) => isInside(at, body)));
    return scriptsOf(run.instruction, line).map((heredoc) => {
      const inside = run.commands.filter(({ at, depth }) => depth === 0 && isInside(at, heredoc.at));
      return { run, heredoc, stops: stopsOf(run, heredoc, line, inside), commands: inside.length };
    });
  });
}

function isInside(at: Place, body: Place): boolean {
  const [inner, outer] = [spanOf(at), spanOf(body)];
  return inner !== null && outer !== null && inner.start >= outer.start && inner.start < outer.end;
}

function stopsOf(
  { shell }: Run,
  { content }: Heredoc,
  line: readonly Command[],
  inside: readonly Command[],
): Script['stops'] {
  const given = line[0]?.words.map(({ text }) => text) ?? [];
  const reader = given.length > 0 ? given : shell;
  if (reader.some((word) => WITH_E.test(word)) || /^#!.* -[a-z]*e/.test(content)) return { by: 'other' };
  const chained = inside.slice(1).every(({ before }) => before === '&&' || before === '|' || before === '||');
  if (chained) return { by: 'other' };
  const [first] = inside.filter(
    ({ words }) => !(words[0]?.text === 'set' && !isErrexit(words.map(({ text }) => text))),
  );
  return first && isErrexit(first.words.map(({ text }) => text)) ? { by: 'set', at: first.at } : null;
}

function isErrexit([name, ...words]: readonly string[]): boolean {
  return (
    name === 'set' &&
    words.some((word, index) => WITH_E.test(word) || (word === 'errexit' && words[index - 1] === '-o'))
  );
}
