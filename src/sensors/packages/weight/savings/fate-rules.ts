import type { SavingRule } from './rule.ts';

const A_BLOCK = 4096;

/** Bytes that nobody sees: the layer that hid them is the one to change. */
export const hiddenRules: readonly SavingRule[] = [
  {
    kind: 'metadata-rewrite',
    title: 'files stored twice because only owner or mode changed',
    risk: null,
    confidence: 'static',
    takes: ({ fate }) => fate === 'rewritten',
    command: /^(?:chown|chmod|chgrp)\b/,
    edit: (what) => `Give owner and mode where the files come in, \`COPY --chown=… --chmod=…\`, and drop ${what}`,
  },
  {
    kind: 'overwritten',
    title: 'files that a later layer writes again',
    risk: null,
    confidence: 'static',
    takes: ({ fate }) => fate === 'overwritten',
    edit: (what) => `Write them once: join ${what} with the RUN that wrote them first`,
  },
  {
    kind: 'deleted',
    title: 'files that a later layer deletes: they are shipped all the same',
    risk: null,
    confidence: 'static',
    takes: ({ fate }) => fate === 'deleted',
    edit: (what) => `Delete them in the RUN that makes them, or make them in an earlier stage; ${what} comes too late`,
  },
];

export const duplicateRule: SavingRule = {
  kind: 'duplicate',
  title: 'the same content at another path',
  risk: 'A link is followed when it is opened; what copies it on may not keep it',
  confidence: 'heuristic',
  takes: ({ fate, kind, sizeBytes }) => fate === 'duplicate' && kind !== 'doc' && sizeBytes >= A_BLOCK, // licence texts are everywhere
  edit: (what) => `Keep one of them and link to it (\`ln\`) in ${what}, or copy the folder once`,
};
