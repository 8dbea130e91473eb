import { constants, type Stats } from 'node:fs';
import process from 'node:process';
import type { DirectoryEntry, FileStat } from '../domain/index.ts';

/** Fewer are looked at before a second thread has begun, which takes as long as some thousands of them. */
const WORTH_A_THREAD = 10_000;
/** So many are taken at once: each thread takes the next ones until there are none. */
const PART = 256;
/** What is told of one path: its mode with its type (0: nothing), size and time. */
const WORDS = 3;
/** How long the other thread is waited for with the last part that it took, before it is done here. */
const PATIENCE_MS = 100;

/** Words that both threads count in: the next part to take, then for each part whether the other thread is done with it. */
const NEXT = 0;
const PARTS_AT = 1;

/**
 * What the other thread runs, given as text: a file of its own would have to be found again in the bundle. What it cannot look at
 * it leaves: this thread looks again, and says what is wrong.
 */
const PROGRAM = `
const { workerData } = require('node:worker_threads');
const { lstatSync } = require('node:fs');
const { names, told, counters } = workerData;
const paths = names.split('\\0');
const words = new Float64Array(told);
const counts = new Int32Array(counters);
const lookAt = (path) => {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};
for (;;) {
  const part = Atomics.add(counts, ${NEXT}, 1);
  const start = part * ${PART};
  if (start >= paths.length) break;
  const end = Math.min(start + ${PART}, paths.length);
  for (let index = start; index < end; index += 1) {
    const it = lookAt(paths[index]);
    if (it) words.set([it.mode, it.size, it.mtimeMs], index * ${WORDS});
  }
  Atomics.store(counts, ${PARTS_AT} + part, 1);
  Atomics.notify(counts, ${PARTS_AT} + part);
}
`;

type Look = (path: string) => FileStat | null;

/** What both threads have. */
interface Shared {
  readonly names: string;
  readonly told: SharedArrayBuffer;
  readonly counters: SharedArrayBuffer;
}

/**
 * Looks at many paths as `look` does at one: in two threads where there are so many that it is worth it, since nearly all of the
 * time is the kernel's. The threads take parts in turn; a part that the other one does not finish is done here.
 */
export function statsOf(
  paths: readonly string[],
  look: Look,
  start: (shared: Shared) => void = startThread,
): readonly (FileStat | null)[] {
  if (paths.length < WORTH_A_THREAD) return paths.map(look);
  const parts = Math.ceil(paths.length / PART);
  const told = new SharedArrayBuffer(paths.length * WORDS * Float64Array.BYTES_PER_ELEMENT);
  const counters = new SharedArrayBuffer((PARTS_AT + parts) * Int32Array.BYTES_PER_ELEMENT);
  const counts = new Int32Array(counters);
  start({ names: paths.join('\0'), told, counters });

  const found = Array.from<FileStat | null>({ length: paths.length });
  const isOurs = new Set<number>();
  const fill = (part: number, at: (index: number) => FileStat | null): void => {
    const end = Math.min((part + 1) * PART, paths.length);
    for (let index = part * PART; index < end; index += 1) found[index] = at(index);
  };
  const lookHere = (index: number): FileStat | null => look(paths[index] ?? '');
  for (let part = Atomics.add(counts, NEXT, 1); part < parts; part = Atomics.add(counts, NEXT, 1)) {
    isOurs.add(part);
    fill(part, lookHere);
  }
  const words = new Float64Array(told);
  for (let part = 0; part < parts; part += 1) {
    if (isOurs.has(part)) continue;
    const isDone = Atomics.wait(counts, PARTS_AT + part, 0, PATIENCE_MS) !== 'timed-out';
    fill(part, isDone ? (index) => statIn(words, index * WORDS) ?? lookHere(index) : lookHere);
  }
  return found;
}

function startThread(workerData: Shared): void {
  const { Worker } = process.getBuiltinModule('node:worker_threads'); // whoever looks at few need not load it
  const worker = new Worker(PROGRAM, { eval: true, workerData });
  worker.once('error', () => worker.unref()); // what it left was looked at here
  worker.unref();
}

function statIn(words: Float64Array, at: number): FileStat | null {
  const [mode = 0, size = 0, mtimeMs = 0] = words.subarray(at, at + WORDS);
  return mode === 0 ? null : statOf({ mode, size, mtimeMs });
}

/** What the system tells of a path, in our words. */
export function statOf({ mode, size, mtimeMs }: Pick<Stats, 'mode' | 'size' | 'mtimeMs'>): FileStat {
  const type = TYPES.get(mode & constants.S_IFMT) ?? 'other';
  return { type, sizeBytes: size, mode: mode & 0o7777, modifiedMs: mtimeMs };
}

const TYPES = new Map<number, DirectoryEntry['type']>([
  [constants.S_IFREG, 'file'],
  [constants.S_IFDIR, 'directory'],
  [constants.S_IFLNK, 'symlink'],
]);
