import type { Stage } from '../../domain/index.ts';
import { appendToStages, applyEdits, parseDockerfile, rewriteInstructions } from '../../formats/index.ts';
import {
  defineCheck,
  type Evidence,
  fail,
  type Finding,
  finding,
  inapplicable,
  inconclusive,
  isNonEmpty,
  type NonEmpty,
  pass,
  seen,
  type Sources,
  z,
} from '../kit.ts';
import { edited, rebased, spanOf } from './bases.ts';
import { isCompatibility, type Taken, takenBy } from './fits.ts';
import { rootOf } from './libc.ts';
import type { Told } from './origins.ts';

const MUSL = 'alpine:3.20';
const PROGRAM = 'COPY --from=debian:bookworm-slim /usr/bin/env /usr/local/bin/tickproof-env';

export default defineCheck({
  id: 'build/libc-compatible',
  version: 2,
  title: 'What is copied from another stage fits the C library and the machine of the image',
  why: 'A program or a compiled module that was made on Debian finds neither loader nor library on Alpine: it builds, and never starts.',
  remedy:
    'Begin both stages with the same distribution and release, install the dependencies in the final stage, or link statically (`CGO_ENABLED=0`).',
  references: [
    'https://wiki.musl-libc.org/functional-differences-from-glibc.html',
    'https://peps.python.org/pep-0656/',
    'https://docs.docker.com/build/building/multi-stage/',
  ],
  reads: ['dockerfile.source', 'dockerfile.target'],
  params: z.strictObject({
    libc: z
      .record(z.string(), z.enum(['glibc', 'musl', 'none']))
      .default({})
      .describe('C library of bases whose names do not tell it, by pattern of the reference'),
    portable: z
      .array(z.string())
      .default([])
      .describe('Paths of the other stage, as COPY takes them, that hold nothing compiled'),
  }),
  reasons: ['abi-mismatch'],
  lint: { severity: 'error', profile: 'default' },
  example: {
    dockerfile:
      'FROM node:22-slim AS build\nWORKDIR /src\nCOPY package.json package-lock.json ./\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build /src/node_modules /app/node_modules\n',
  },
  mutants: [
    {
      level: 'S',
      title: 'a musl base, and a program of Debian on it',
      reason: 'abi-mismatch',
      edit: (sources) => {
        const planted = edited(sources, (text) => appendToStages(withoutCompatibility(text), PROGRAM));
        return planted && rebased(planted, MUSL);
      },
    },
  ],
  mutantsFor: ({ dockerfile: { source, target } }, params) => {
    if (!target) return [];
    const { reference, stage } = rootOf(source.stages, target, {});
    return [MUSL, 'debian:bookworm-slim'].flatMap((other) => {
      const text = withBase(source.text, stage, other);
      if (!isRed(text, target.index, params)) return [];
      return [
        {
          level: 'S' as const,
          title: `the image begins with ${other} instead of ${reference}`,
          reason: 'abi-mismatch' as const,
          edit: (sources: Sources) => edited(sources, () => text),
        },
      ];
    });
  },

  judge: ({ dockerfile: { source, target } }, params) => {
    if (!target) return inapplicable('there is no build stage');
    const all = takenBy(source, target, params);
    const runtime = rootOf(source.stages, target, params.libc).stage.from;
    const shown = ({ copy, by, origin }: Taken): NonEmpty<Evidence> => [
      seen.source(copy),
      seen.source(runtime),
      ...(origin ? [seen.source(origin.from)] : []),
      ...(by ? [seen.source(by)] : []),
    ];
    const faults: readonly Finding<'abi-mismatch'>[] = all
      .filter(({ status }) => status === 'mismatch')
      .map((it) => finding('abi-mismatch', `\`${it.copy.text}\`: ${it.because}`, ...shown(it)));
    if (isNonEmpty(faults)) return fail(...faults);
    const open = all.find(({ status }) => status === 'unknown');
    if (open)
      return inconclusive(
        `\`${open.copy.text}\`: ${open.because}`,
        'Say it in `libc`, like `libc: { registry.example/base: glibc }`; image/linkage judges the image itself.',
        { evidence: shown(open) },
      );
    const fitting: readonly Evidence[] = all
      .filter(({ status }) => status === 'fits')
      .flatMap(({ copy, because }) => [seen.source(copy), seen.value('it fits', because)]);
    if (isNonEmpty(fitting)) return pass(...fitting);
    return inapplicable(
      all[0]
        ? `\`${all[0].copy.text}\`: ${all[0].because}; image/linkage looks at the image`
        : 'nothing is copied from another stage or image',
    );
  },
});

/** Without what lets programs of glibc run on musl all the same. */
function withoutCompatibility(text: string): string {
  return rewriteInstructions(text, (it) => (isCompatibility(it) ? null : undefined)) ?? text;
}

function withBase(text: string, { from }: Stage, reference: string): string {
  return applyEdits(text, [{ ...spanOf(from.argsAt[0] ?? from.at), text: reference }]);
}

function isRed(text: string, target: number, told: Told): boolean {
  const parsed = parseDockerfile('Dockerfile', text);
  const stage = parsed.stages[target];
  return stage !== undefined && takenBy(parsed, stage, told).some(({ status }) => status === 'mismatch');
}
