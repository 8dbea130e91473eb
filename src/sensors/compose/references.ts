import { dirname } from 'node:path';
import type { ComposeModel, ComposeReference, Ports } from '../../domain/index.ts';
import { gitIgnores } from './git-ignores.ts';
import { type Kept, keptBy } from './kept.ts';
import type { ComposeSource } from './source.ts';
import { type Named, type Reached, shownPath } from './reached.ts';

/** Places that every Linux machine with an engine has. */
const EVERYWHERE =
  /^(?:\/|(?:\/var)?\/run\/(?:docker|podman|containerd)[\w./-]*|\/(?:proc|sys|dev|tmp|boot)(?:\/.*)?|\/etc\/(?:localtime|timezone|passwd|group|hosts|hostname|resolv\.conf|machine-id|os-release|ssl\/certs(?:\/.*)?)|\/(?:usr\/)?lib\/modules|\/usr\/share\/zoneinfo(?:\/.*)?|\/var\/(?:lib\/docker|log)(?:\/.*)?)\/?$/;
const OF_TEXT: ReadonlySet<string> = new Set(['env-file', 'label-file', 'include', 'extends']);

/** What a project takes from its machine: what the texts name, and what the client makes of the rest. */
export async function referencesOf(
  ports: Pick<Ports, 'files' | 'processes' | 'signal'>,
  { folder }: ComposeSource,
  { named, homes, texts }: Reached,
  model: ComposeModel | null,
): Promise<readonly ComposeReference[]> {
  const taken = model ? [...named.filter(({ kind }) => OF_TEXT.has(kind)), ...takenBy(model, named, homes)] : named;
  const kept = await keptBy(
    ports,
    folder,
    taken.map(({ path }) => path),
  );
  return taken.map((it) => referenceOf(ports.files, folder, it, kept, texts));
}

/** What is mounted from the project's folder, without git: what its ignore files leave out counts as made on each machine. */
export function mountsOf(
  files: Ports['files'],
  { folder }: ComposeSource,
  { named, homes, texts }: Reached,
  model: ComposeModel,
): readonly ComposeReference[] {
  const taken = takenBy(model, named, homes).filter(({ kind }) => kind === 'bind');
  const ignores = taken.length === 0 ? () => false : gitIgnores(files, folder);
  return taken.map((it) => {
    const found = referenceOf(files, folder, it, { top: null, ignored: new Set() }, texts);
    return found.state === 'missing' && ignores(it.path) ? { ...found, state: 'ignored' } : found;
  });
}

function referenceOf(
  files: Ports['files'],
  folder: string,
  { path, kind, owner, needed, at }: Named,
  kept: Kept,
  texts: Reached['texts'],
): ComposeReference {
  const line = at && texts.find(({ file }) => file === at.file)?.text.split('\n')[at.startLine - 1];
  return {
    kind,
    owner,
    path: shownPath(folder, path),
    state: stateOf(files, folder, path, kept),
    needed,
    ...(at ? { at } : {}),
    ...(line === undefined || line === null ? {} : { text: line.trimEnd() }),
  };
}

/** Digests in the words of a key: which of the named are there. */
export async function statesOf(
  ports: Pick<Ports, 'files' | 'processes' | 'signal'>,
  { folder }: ComposeSource,
  { named }: Reached,
): Promise<readonly (readonly [string, string])[]> {
  const kept = await keptBy(
    ports,
    folder,
    named.map(({ path }) => path),
  );
  return named.map(({ path }) => [shownPath(folder, path), stateOf(ports.files, folder, path, kept)]);
}

function stateOf(files: Ports['files'], folder: string, path: string, kept: Kept): ComposeReference['state'] {
  const around = dirname(folder) === '/' ? folder : dirname(folder); // where no repository says how far the project goes
  const home = kept.top ?? around;
  if (path !== home && !path.startsWith(`${home}/`)) return EVERYWHERE.test(path) ? 'there' : 'outside';
  if (files.stat(path) === null) return 'missing';
  return kept.ignored.has(path) ? 'ignored' : 'there';
}

function takenBy(model: ComposeModel, named: readonly Named[], homes: Reached['homes']): Named[] {
  const placeOf = (path: string) => named.find((it) => it.path === path)?.at ?? null;
  const binds = model.services.flatMap((service) =>
    service.volumes.flatMap(({ type, source, target }, index): Named[] => {
      if (type !== 'bind' || source === undefined) return [];
      const needed = mustBeThere(source, target, rawMount(service.raw, index));
      const home = homes.get(service.name)?.at(-1);
      const at = placeOf(source) ?? home?.text.placeOf(['services', home.service, 'volumes']) ?? null;
      return [{ kind: 'bind', owner: `services.${service.name}`, path: source, needed, at }];
    }),
  );
  const files = (['secret', 'config'] as const).flatMap((kind) =>
    Object.entries(objectOf(model.raw[`${kind}s`])).flatMap(([key, it]): Named[] => {
      const path = objectOf(it).file;
      if (typeof path !== 'string') return [];
      return [{ kind, owner: `${kind}s.${key}`, path, needed: true, at: placeOf(path) }];
    }),
  );
  const builds = model.services.flatMap(({ name, build }): Named[] =>
    build && build.context.startsWith('/')
      ? [{ kind: 'build', owner: `services.${name}`, path: build.context, needed: true, at: placeOf(build.context) }]
      : [],
  );
  return [...binds, ...files, ...builds];
}

function rawMount(raw: Readonly<Record<string, unknown>>, index: number): Readonly<Record<string, unknown>> {
  return objectOf(Array.isArray(raw.volumes) ? raw.volumes[index] : null);
}

/** The engine makes a folder in place of what is missing, where it may: wrong where a file is meant. */
function mustBeThere(source: string, target: string, raw: Readonly<Record<string, unknown>>): boolean {
  const isFile = (path: string) => /[^/]\.(?!d$)[A-Za-z0-9]{1,10}$/.test(path);
  return objectOf(raw.bind).create_host_path !== true || (isFile(source) && isFile(target));
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>) // narrowed just here
    : {};
}
