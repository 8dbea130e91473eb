import type { Instruction, ParsedDockerfile, Stage } from '../../domain/index.ts';
import { eachInStages, expand } from '../../formats/index.ts';
import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { atEnd, flagValue, NO_STAGE, reachableFrom } from './shared.ts';

const REMOTE = /^(?:https?|git|ssh|ftp):\/\/|^git@/i;
const COMMIT = /#[0-9a-f]{40}(?:[0-9a-f]{24})?(?::|$)/;

export default defineCheck({
  id: 'dockerfile/no-add-remote',
  version: 1,
  title: 'ADD fetches nothing unchecked',
  why: 'What a server answers today need not be what it answers at the next build, and nobody is told.',
  remedy:
    'Add `--checksum=sha256:…` to the ADD (for Git: the full commit behind `#`), or keep the file in the repository and COPY it.',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  aliases: ['CIS-DI-0009'],
  reads: ['dockerfile.source', 'dockerfile.stages', 'dockerfile.target'],
  reasons: ['remote-add'],
  lint: { severity: 'warning', profile: 'strict' },
  example: { dockerfile: 'FROM debian:bookworm-slim\nADD rootfs.tar.gz /\n' },
  mutants: ['https://tickproof.invalid/file', 'https://tickproof.invalid/repository.git#main'].map((url) => ({
    level: 'S' as const,
    title: `ADD ${url}`,
    reason: 'remote-add' as const,
    edit: atEnd(`ADD ${url} /tickproof/`),
  })),

  judge: ({ dockerfile: { source, stages, target } }) => {
    const reached = reachableFrom(stages, target);
    const adds = addsOf(
      source,
      stages.filter(({ index }) => reached.has(index)),
    );
    const unchecked = adds.flatMap(({ add, sources }) =>
      flagValue(add, 'checksum') ? [] : sources.filter(isUnchecked).map((url) => ({ add, url })),
    );
    return passUnless(
      unchecked.map(({ add, url }) => finding('remote-add', `ADD fetches ${url} without a checksum`, seen.source(add))),
      target
        ? [seen.measure('ADD instructions looked at', adds.length, 'count'), ...adds.map(({ add }) => seen.source(add))]
        : [],
      NO_STAGE,
    );
  },
});

interface Added {
  readonly add: Instruction;
  readonly sources: readonly string[];
  readonly stage: number;
}

/** The ADD instructions of these stages with their sources, expanded, in the order of the file. */
function addsOf(source: ParsedDockerfile, stages: readonly Stage[]): readonly Added[] {
  const adds: Added[] = [];
  eachInStages(source, stages, {}, (add, { variables }, { index }) => {
    if (add.keyword !== 'ADD') return;
    const { escape } = source;
    const plain = add.args.map((word) => expand(word, variables, { escape, unset: 'keep' }).value);
    adds.push({ add, sources: plain.slice(0, -1), stage: index });
  });
  return adds.sort((left, right) => left.stage - right.stage);
}

function isUnchecked(source: string): boolean {
  return REMOTE.test(source) && !COMMIT.test(source);
}
