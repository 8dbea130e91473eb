import { defineCheck, finding, inapplicable, passUnless, seen } from '../kit.ts';
import { cachesOf } from './caches.ts';
import { atEnd, madeOf, NO_STAGE, replaced, runsOf } from './shared.ts';

export default defineCheck({
  id: 'dockerfile/caches-left',
  version: 1,
  title: "Package managers' caches do not stay in a layer",
  why: 'An index or a download cache is of no use in the image, is shipped with every pull, and a later `rm` frees nothing.',
  remedy:
    'Clean up in the same RUN (`rm -rf /var/lib/apt/lists/*`), use the switch for it (`--no-cache`, `--no-cache-dir`), or mount a cache (`--mount=type=cache,…`).',
  references: [
    'https://docs.docker.com/build/building/best-practices/#apt-get',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  aliases: ['DKL-DI-0004', 'DKL-DI-0005'],
  reads: ['dockerfile.stages', 'dockerfile.target'],
  reasons: ['cache-left'],
  lint: { severity: 'info', profile: 'strict' },
  example: {
    dockerfile:
      'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
  },
  mutants: ['apt-get update && apt-get install -y tickproof', 'apk add tickproof', 'dnf install -y tickproof'].map(
    (line) => ({
      level: 'S' as const,
      title: `\`RUN ${line}\` at the end`,
      reason: 'cache-left' as const,
      edit: atEnd(`SHELL ["/bin/sh", "-c"]\nRUN ${line}`),
    }),
  ),
  mutantsFor: ({ dockerfile: { stages, target } }) =>
    runsOf(stages, madeOf(stages, target))
      .flatMap((run) => cachesOf(run, stages))
      .flatMap(({ manager, at, cleaners }) =>
        cleaners.length === 0
          ? []
          : [
              {
                level: 'S' as const,
                title: `the clean-up after ${manager} at line ${at.startLine} dropped`,
                reason: 'cache-left' as const,
                edit: replaced(cleaners),
              },
            ],
      ),

  judge: ({ dockerfile: { stages, target } }) => {
    if (!target) return inapplicable(NO_STAGE);
    const runs = runsOf(stages, madeOf(stages, target));
    const caches = runs.flatMap((run) => cachesOf(run, stages));
    const left = caches.filter(({ isClean }) => !isClean);
    return passUnless(
      left.map(({ manager, place, text, at }) =>
        finding('cache-left', `\`${text}\` leaves ${place} of ${manager} in its layer`, seen.place(text, at)),
      ),
      runs.length === 0
        ? []
        : [
            seen.measure('RUN instructions looked at', runs.length, 'count'),
            ...caches.map(({ text, at }) => seen.place(text, at)),
          ],
      'nothing runs in the stages that make the image',
    );
  },
});
