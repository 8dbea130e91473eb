import type { Heredoc } from '../../domain/index.ts';
import { defineCheck, finding, inapplicable, passUnless, type Place, seen } from '../kit.ts';
import { atEnd, type Command, NO_STAGE, reachableFrom, replaced, type Run, runsOf, scriptsOf } from './shared.ts';

const WITH_E = /^-[a-z]*e/;

interface Script {
  readonly run: Run;
  readonly heredoc: Heredoc;
  /** What makes it stop: the `set -e` that could be dropped, or something else; null = nothing. */
  readonly stops: { readonly by: 'set'; readonly at: Place } | { readonly by: 'other' } | null;
  readonly commands: number;
}

export default defineCheck({
  id: 'dockerfile/heredoc-errexit',
  version: 1,
  title: 'A RUN with a here-document stops at the first error',
  why: 'A script in a here-document goes on after a failed command; the step succeeds when its last line does.',
  remedy: 'Begin the script with `set -e`, or declare `SHELL ["/bin/bash", "-eo", "pipefail", "-c"]` above it.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#here-documents',
    'https://github.com/hadolint/hadolint/issues/882',
  ],
  reads: ['dockerfile.stages', 'dockerfile.target'],
  reasons: ['no-errexit'],
  example: { dockerfile: 'FROM debian:bookworm-slim\nRUN <<EOF\nset -e\nmake\nmake install\nEOF\n' },
  mutants: [
    {
      level: 'S',
      title: 'a script that goes on after `false`',
      reason: 'no-errexit',
      edit: atEnd('SHELL ["/bin/sh", "-c"]\nRUN <<TICKPROOF\nfalse\ntrue\nTICKPROOF'),
    },
  ],
  mutantsFor: ({ dockerfile: { stages, target } }) =>
    scriptsIn(stages, target).flatMap(({ heredoc, stops, commands }) =>
      stops?.by !== 'set' || commands < 3
        ? []
        : [
            {
              level: 'S' as const,
              title: `\`set -e\` dropped at line ${heredoc.at.startLine}`,
              reason: 'no-errexit' as const,
              edit: replaced([{ at: stops.at, by: ':' }]),
            },
          ],
    ),

  judge: ({ dockerfile: { stages, target } }) => {
    if (!target) return inapplicable(NO_STAGE);
    const scripts = scriptsIn(stages, target);
    const blind = scripts.filter(({ stops }) => stops === null);
    return passUnless(
      blind.map(({ run, heredoc }) =>
        finding(
          'no-errexit',
          `the script of line ${run.instruction.at.startLine} goes on after a failed command`,
          seen.place(heredoc.content, heredoc.at),
        ),
      ),
      scripts.map(({ heredoc }) => seen.place(heredoc.content, heredoc.at)),
      'no RUN has a here-document that a shell runs',
    );
  },
});

type Stages = Parameters<typeof runsOf>[0];

function scriptsIn(stages: Stages, target: Stages[number] | null): Script[] {
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

function isInside({ startOffset = 0 }: Place, { startOffset: from = 0, endOffset: to = 0 }: Place): boolean {
  return startOffset >= from && startOffset < to;
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
  if (inside.length < 2 || chained) return { by: 'other' };
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
