import { applyEdits, type Install, installsOf, reachableFrom, stagesIn, type TextEdit } from '../../formats/index.ts';
import { defineCheck, finding, inapplicable, passUnless, seen, type Sources } from '../kit.ts';
import { spanOf } from './bases.ts';
import { sourcesAboveInstall } from './edits.ts';
import { copyBelow, sourcesAbove } from './order.ts';

export default defineCheck({
  id: 'build/cache-order',
  version: 1,
  title: 'A changed source file does not install the dependencies again',
  why: 'A step runs again when anything above it changes: with the sources above the install, every edit costs a whole installation.',
  remedy: 'Copy manifest and lock file first, install, and copy the sources below the install.',
  references: [
    'https://docs.docker.com/build/cache/optimize/#order-your-layers',
    'https://docs.docker.com/build/cache/invalidation/',
  ],
  aliases: [],
  reads: ['dockerfile.stages', 'dockerfile.target', 'build.touched'],
  reasons: ['cache-order'],
  example: {
    dockerfile:
      'FROM node:22-slim AS build\nWORKDIR /src\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY src ./src\nRUN npm run build\nFROM node:22-slim\nCOPY --from=build /src/dist /app\n',
    facts: {
      build: {
        touched: {
          elapsedMs: 4_000,
          pullMs: 0,
          files: ['src/server.ts'],
          steps: [],
          rerunInstalls: [],
          installs: [
            {
              name: '[build 4/6] RUN npm ci',
              stage: 'build',
              instruction: 'RUN npm ci',
              at: null,
              cached: true,
              elapsedMs: 0,
            },
          ],
        },
      },
    },
  },
  mutants: [
    {
      level: 'S',
      title: 'all sources copied above each install',
      reason: 'cache-order',
      edit: (sources) =>
        edited(sources, (text) => installsOfText(text).flatMap((it) => inserted(it, 'COPY . /tickproof-sources/'))),
    },
    {
      level: 'B',
      title: 'the sources copied above the first install, built, and a source changed',
      reason: 'cache-order',
      edit: (sources, { dockerfile, build }) => {
        const { stages = [], target = null } = dockerfile ?? {};
        const installs = installsOf(stages, reachableFrom(stages, target));
        return sourcesAboveInstall(sources, target, installs, build?.touched?.files ?? []);
      },
    },
  ],
  mutantsFor: ({ dockerfile: { stages, target }, build: { touched } }) =>
    installsOf(stages, reachableFrom(stages, target)).flatMap((install) => {
      const copy = touched && copyBelow(install, touched.files);
      if (!copy) return [];
      const span = spanOf(copy.at);
      const { startLine } = install.instruction.at;
      return [
        {
          level: 'S' as const,
          title: `\`${copy.text}\` moved above the install in line ${startLine}`,
          reason: 'cache-order' as const,
          edit: (sources: Sources) =>
            edited(sources, (text) => [{ ...span, text: '' }, ...inserted(install, text.slice(span.start, span.end))]),
        },
      ];
    }),

  judge: ({ dockerfile: { stages, target }, build: { touched } }) => {
    const installs = installsOf(stages, reachableFrom(stages, target));
    if (installs.length === 0) return inapplicable('no step installs dependencies');
    const known = new Set<number>();
    const misplaced = installs.flatMap((install) => {
      const [source, ...more] = sourcesAbove(stages, install, touched?.files ?? null);
      if (!source) return [];
      known.add(install.instruction.at.startLine);
      const message = `\`${install.command.text}\` runs again with every changed source: \`${source.text}\` stands above it`;
      return [finding('cache-order', message, seen.source(install.instruction), ...[source, ...more].map(seen.source))];
    });
    const rerun = (touched?.rerunInstalls ?? []).filter(({ at }) => at === null || !known.has(at.startLine));
    const changed = touched?.files.join(', ') ?? '';
    const measured = rerun.map((step) =>
      finding(
        'cache-order',
        `\`${step.instruction ?? step.name}\` ran again after ${changed} had changed`,
        step.at ? seen.place(step.instruction ?? step.name, step.at) : seen.value('step', step.name),
        seen.measure('its time', step.elapsedMs, 'ms'),
      ),
    );
    return passUnless(
      [...misplaced, ...measured],
      [
        ...installs.map(({ instruction }) => seen.source(instruction)),
        ...(touched
          ? [seen.measure(`build after a change of ${changed}`, touched.elapsedMs, 'ms')]
          : [seen.value('judged by', 'the order of the instructions alone: no source file to change was found')]),
      ],
    );
  },
});

function installsOfText(text: string): readonly Install[] {
  const stages = stagesIn(text);
  return installsOf(stages, new Set(stages.map(({ index }) => index)));
}

/** A line above an install step; twice the same step is one place. */
function inserted({ instruction }: Install, line: string): readonly TextEdit[] {
  const { start } = spanOf(instruction.at);
  return [{ start, end: start, text: `${line}\n` }];
}

function edited(sources: Sources, editsOf: (text: string) => readonly TextEdit[]): Sources | null {
  const { dockerfile } = sources;
  const edits = dockerfile === null ? [] : editsOf(dockerfile);
  return dockerfile === null || edits.length === 0 ? null : { ...sources, dockerfile: applyEdits(dockerfile, edits) };
}
