import { defineCheck, finding, inapplicable, passUnless, seen } from '../kit.ts';
import { scriptsIn } from './scripts.ts';
import { atEnd, NO_STAGE, replaced } from './shared.ts';

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
  reads: ['dockerfile.source', 'dockerfile.stages', 'dockerfile.target'],
  reasons: ['no-errexit'],
  lint: { severity: 'warning', profile: 'default' },
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

  fixes: ({ dockerfile: { source, stages, target } }) =>
    scriptsIn(stages, target).flatMap(({ heredoc, stops }) => {
      const { startOffset: start = 0 } = heredoc.at;
      const isAsIs = source.text.startsWith(heredoc.content, start) && !/^#!|\r/.test(heredoc.content);
      if (stops !== null || !isAsIs) return [];
      return [
        {
          title: 'Begin the script with `set -e`',
          file: source.file,
          at: heredoc.at,
          edits: [{ start, end: start, text: 'set -e\n' }],
        },
      ];
    }),

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
