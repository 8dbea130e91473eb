import { createHash } from 'node:crypto';

/** What is recorded: who did what, and the facts of it. */
export interface Event {
  readonly actor: string;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One entry of the audit trail. `detail` is the very text that was hashed, so that no database rewrites it. */
export interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly detail: string;
  readonly previous: string;
  readonly hash: string;
}

/** A position of the chain: what to keep elsewhere, to prove later that nothing before it was rewritten. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export const GENESIS: Head = { seq: 0, hash: '0'.repeat(64) };

/** The entry that follows `head`. */
export function link(head: Head, { actor, action, detail }: Event, at: Date): Entry {
  const open = { seq: head.seq + 1, at: at.toISOString(), actor, action, detail: canonical(detail), previous: head.hash };
  return { ...open, hash: hashOf(open) };
}

/** Over a JSON list, so that no value can pass for the end of one and the beginning of the next. */
function hashOf({ seq, at, actor, action, detail, previous }: Omit<Entry, 'hash'>): string {
  return createHash('sha256')
    .update(JSON.stringify(['kaizen-audit-1', seq, at, actor, action, detail, previous]))
    .digest('hex');
}

/** JSON with sorted keys: the same facts give the same text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, it: unknown) =>
    typeof it === 'object' && it !== null && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1)))
      : it,
  );
}

export interface Broken {
  readonly seq: number;
  readonly problem: 'missing' | 'unlinked' | 'altered' | 'rewritten';
}

export type Verification =
  | { readonly ok: true; readonly entries: number; readonly head: Head }
  | ({ readonly ok: false; readonly entries: number } & Broken);

/**
 * Walks the chain from its beginning. `anchors` are heads that were kept elsewhere: with one, a chain that was rewritten
 * as a whole is found as well.
 */
export async function verify(entries: AsyncIterable<Entry>, anchors: readonly Head[] = []): Promise<Verification> {
  const kept = new Map(anchors.map(({ seq, hash }) => [seq, hash]));
  let head = GENESIS;
  for await (const entry of entries) {
    const problem = problemOf(head, entry, kept.get(entry.seq));
    if (problem !== null) return { ok: false, entries: head.seq, seq: problem === 'missing' ? head.seq + 1 : entry.seq, problem };
    head = { seq: entry.seq, hash: entry.hash };
  }
  const beyond = anchors.find(({ seq }) => seq > head.seq);
  if (beyond !== undefined) return { ok: false, entries: head.seq, seq: head.seq + 1, problem: 'missing' };
  return { ok: true, entries: head.seq, head };
}

function problemOf(head: Head, entry: Entry, anchor: string | undefined): Broken['problem'] | null {
  if (entry.seq !== head.seq + 1) return 'missing';
  if (entry.previous !== head.hash) return 'unlinked';
  if (entry.hash !== hashOf(entry)) return 'altered';
  return anchor !== undefined && anchor !== entry.hash ? 'rewritten' : null;
}
