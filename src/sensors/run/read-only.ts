import type { Diagnosis, HttpAsk, HttpObservation, RunFacts } from '../../domain/index.ts';
import { diagnose } from '../diagnosis/index.ts';
import { readOnlyPaths } from '../diagnosis/files.ts';
import { HELPER_PATH } from './acts.ts';
import { type Bench, specOf } from './bench.ts';
import { askAll } from './http-asks.ts';
import { begin, isUp } from './life.ts';
import { type Probe, waitReady } from './readiness.ts';

const ALWAYS_WRITABLE = ['/tmp', '/run'] as const;
/** Made by the engine itself, or not on the root file system. */
const NOT_THE_ROOT = [
  '/tmp',
  '/run',
  '/var/run',
  '/dev',
  '/proc',
  '/sys',
  '/etc/hosts',
  '/etc/hostname',
  '/etc/resolv.conf',
  '/etc/mtab',
  '/.dockerenv',
  HELPER_PATH,
];

/** What an ordinary life left in its container's layer: the paths themselves, not the folders that lead to them. */
export function writtenPaths(
  changes: readonly { readonly path: string; readonly kind: string }[],
  writable: readonly string[],
): readonly string[] {
  const beside = [...NOT_THE_ROOT, ...writable];
  const paths = changes
    .map(({ path }) => path)
    .filter((path) => !beside.some((it) => path === it || path.startsWith(`${it}/`) || it.startsWith(`${path}/`)));
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`))).sort();
}

/** One life with a read-only root: whether it serves, and what it wanted to write. */
export async function tryReadOnly(
  bench: Bench,
  probe: Probe,
  asks: readonly HttpAsk[],
  normal: { readonly http: readonly HttpObservation[]; readonly written: readonly string[] },
): Promise<RunFacts['readOnly']> {
  const { settings, engine } = bench;
  await using life = await begin(bench, specOf(bench, 'read-only', { readOnly: true, tmpfs: ALWAYS_WRITABLE }));
  const ready = life.refused === null ? await waitReady(bench, life, probe, settings.timeoutMs) : null;
  const http = ready?.readyMs == null ? [] : await askAll(bench, await life.state(), asks);
  const state = await life.state();
  const lines = life.refused === null ? (await engine.logs(life.id)).map(({ text }) => text) : [];
  const works = ready?.readyMs != null && isUp(state) && http.every((it, index) => sameAnswer(it, normal.http[index]));
  const wrote = [...new Set([...readOnlyPaths(lines), ...normal.written])].sort();
  const diagnosis = works
    ? null
    : whyNot(diagnose({ lines, exitCode: state?.exitCode ?? null, error: life.refused }), normal.written);
  return { works, writable: [...ALWAYS_WRITABLE, ...settings.writable], wrote, diagnosis };
}

/** Words such as ENOENT hide the cause (Node says so of a folder that it may not make): what it writes elsewhere names it. */
function whyNot(said: Diagnosis | null, written: readonly string[]): Diagnosis | null {
  const [path] = written;
  if (path === undefined || said?.kind === 'read-only') return said;
  return {
    kind: 'read-only',
    cause: `With a writable root it writes \`${path}\`; with a read-only one it does not serve.`,
    evidence: [...written.map((it) => `wrote ${it}`), ...(said?.evidence ?? [])].slice(0, 4),
    remedy: 'Mount a volume or tmpfs there (in tickproof.yaml: `run.writable`), or write elsewhere.',
  };
}

function sameAnswer({ outcome: a }: HttpObservation, other: HttpObservation | undefined): boolean {
  const b = other?.outcome;
  if (!b || b.status !== 'answered') return true; // it did not answer in the ordinary life either
  return a.status === 'answered' && a.code === b.code;
}
