import type { Digest, Inputs, Ports, Target } from '../../domain/index.ts';
import { digestOf, reachableFrom, sha256, sourcesOutside, stageNamed } from '../../formats/index.ts';
import { dockerfileSensor } from '../dockerfile/index.ts';
import { type Job, jobOf, selectedFiles } from './job.ts';

const YOUNG_MS = 2_000; // a file changed so lately may change again within the same tick of its clock

/** What the build reads, by digest. Null where that cannot be said: the context is an address. */
export async function inputsOf(target: Target, ports: Ports): Promise<Inputs | null> {
  if (target.folder === null) return null;
  const job = jobOf(target, ports);
  if (job.root === null) return null;
  const texts = await dockerfileSensor.inputs(target, [], [], ports);
  return {
    ...texts,
    'context.selected': selectedDigest(job, job.root),
    'build.secrets': digestOf(target.build.secrets.map(({ id }) => id).sort()), // their values are not to leave a trace
    ...(ports.engine ? await engineInputs(job, ports.engine) : {}),
  };
}

async function engineInputs(job: Job, engine: NonNullable<Ports['engine']>): Promise<Inputs> {
  const { kind, cgroup, architecture, local } = engine.info;
  const images = await Promise.all(
    basesOf(job).map(
      async (reference) => [reference, (await engine.inspectImage(reference))?.imageId ?? null] as const,
    ),
  );
  return { 'build.bases': digestOf(images), 'engine.class': digestOf({ kind, cgroup, architecture, local }) };
}

/** Images that the build of the target begins with or copies from. */
function basesOf({ dockerfile: { stages, target, bases } }: Job): readonly string[] {
  const reached = reachableFrom(stages, target);
  const copied = stages
    .filter(({ index }) => reached.has(index))
    .flatMap(({ body, index }) => body.flatMap(sourcesOutside).map(({ from }) => ({ from, index })))
    .filter(({ from, index }) => from !== 'scratch' && stageNamed(stages, from, index) === null)
    .map(({ from }) => from);
  const begun = bases.filter(({ reachable }) => reachable).map(({ reference }) => reference);
  return [...new Set([...begun, ...copied])].sort();
}

type Known = Record<string, readonly [sizeBytes: number, modifiedMs: number, sha256: Digest]>;

/** Path, type, executable bit and content of what is selected. Times and other bits differ between clones of the same tree. */
function selectedDigest(job: Job, root: string): Digest {
  const { files, cache, clock } = job.ports;
  const key = `context-contents ${root}`;
  const known = (cache.read('facts', key) ?? {}) as Known; // written below; the cache drops damaged entries
  const now: Known = {};
  const hash = (path: string, sizeBytes: number): Digest | null => {
    const modifiedMs = files.stat(path)?.modifiedMs ?? 0;
    const before = known[path];
    const same = before?.[0] === sizeBytes && before[1] === modifiedMs;
    const content = same ? before[2] : sha256(files.readBytes(path) ?? '');
    if (clock.now() - modifiedMs > YOUNG_MS) now[path] = [sizeBytes, modifiedMs, content];
    return content;
  };
  const rows = selectedFiles(job).map(({ path, type, mode, sizeBytes }) => {
    const full = files.resolve(root, path);
    if (type === 'symlink') return [path, type, files.readLink(full)];
    return type === 'file' ? [path, (mode & 0o111) !== 0 ? 'program' : type, hash(full, sizeBytes)] : [path, type];
  });
  if (JSON.stringify(now) !== JSON.stringify(known)) cache.write('facts', key, now);
  return sha256(JSON.stringify(rows));
}
