import { basename } from 'node:path';
import type { Files, Inputs, Ports, Target } from '../../domain/index.ts';
import { digestOf, sha256 } from '../../formats/index.ts';
import { buildSensor } from '../build/index.ts';
import { composeSourceOf, type Named, reachedBy, shownPath } from '../compose/index.ts';

const MOST_FILES = 500;
const MOST_BYTES = 8 * 1024 * 1024;

/** What is given to the services beside the image that is judged: files that are only read, and other builds. */
export async function givenInputs(target: Target, ports: Ports): Promise<Inputs> {
  const source = composeSourceOf(target, ports);
  const { named } = reachedBy(source, ports);
  const given = named.filter(({ kind, readOnly }) => kind === 'secret' || kind === 'config' || readOnly === true);
  const files = given.map(({ path }) => [shownPath(source.folder, path), contentOf(ports.files, path)]);
  const builds: (readonly [string, Inputs | null])[] = [];
  for (const it of named.filter((one) => isOther(one, target, ports)))
    builds.push([shownPath(source.folder, it.path), await contextOf(it, target, ports)]);
  return {
    ...(files.length === 0 ? {} : { 'stack.files': digestOf(files) }),
    ...(builds.length === 0 ? {} : { 'stack.builds': digestOf(builds) }),
  };
}

/** Not what the build sensor builds, or nothing is known to be built: then no image's id says what is in it. */
function isOther({ kind, path, dockerfile }: Named, { folder, build, builtId }: Target, { files }: Ports): boolean {
  if (kind !== 'build') return false;
  if (builtId === null) return true;
  const own = files.resolve(folder ?? '.', build.dockerfile);
  return (
    path !== files.resolve(folder ?? '.', build.context) || files.resolve(path, dockerfile ?? 'Dockerfile') !== own
  );
}

async function contextOf({ path, dockerfile }: Named, target: Target, ports: Ports): Promise<Inputs | null> {
  if (ports.files.stat(path) === null) return null;
  const build = { context: '.', dockerfile: dockerfile ?? 'Dockerfile', target: null, args: {}, secrets: [] };
  return buildSensor.inputs({ ...target, folder: path, build }, [], [], { ...ports, engine: null }); // what only an engine knows would not be known to `status`
}

/** Digests by name, so far as a bounded look goes; what grows beyond it is data rather than configuration. */
function contentOf(files: Files, root: string): unknown {
  const found: (readonly [string, string])[] = [];
  const open = [root];
  let bytes = 0;
  for (let path = open.pop(); path !== undefined && found.length < MOST_FILES; path = open.pop()) {
    const at = path;
    const stat = files.stat(at);
    if (stat?.type === 'directory') open.push(...(files.list(at) ?? []).map(({ name }) => files.resolve(at, name)));
    if (stat?.type !== 'file') continue;
    bytes += stat.sizeBytes;
    const isRead = bytes <= MOST_BYTES;
    found.push([
      shownPath(root, at) || basename(at),
      isRead ? sha256(files.readBytes(at) ?? '') : String(stat.sizeBytes),
    ]);
  }
  return found.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
