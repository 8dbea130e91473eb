import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { type JsonText, readJson } from '../../shared/json.ts';
import { given, once, reached, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { entries, isRecord, list, own, record, text, type Values } from '../../shared/values.ts';
import { cutName } from './package-name.ts';

const CATALOGUER = 'bun-lock';
/** A key is a path of names. */
const MOST_KEY_LENGTH = 4096;

/** bun.lock, the text format (JSON with trailing commas); the binary bun.lockb is another one. */
export const bunLock: Reader = { cataloguer: CATALOGUER, says: 'declared', names: ['bun.lock'], read };

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly needs: readonly string[];
  readonly lines: readonly [number, number] | undefined;
}

function read(file: CatalogFile): Reading | null {
  const json = readJson(textOf(file.bytes), { comments: true });
  if ('fault' in json) return reading(CATALOGUER, file, [], json.fault);
  if (typeof own(json.value, 'lockfileVersion') !== 'number')
    return reading(CATALOGUER, file, [], 'lockfileVersion is not a number');
  return reading(CATALOGUER, file, once(packagesOf(json)));
}

function packagesOf(json: JsonText): Found[] {
  const workspaces = record(own(json.value, 'workspaces'));
  const placed = new Map<string, Entry>();
  for (const [key, said] of entries(own(json.value, 'packages'))) {
    const entry = entryOf(key, list(said), workspaces, json);
    if (entry !== null && key.length <= MOST_KEY_LENGTH) placed.set(key, entry);
  }
  const needs = (key: string): string[] =>
    (placed.get(key)?.needs ?? []).flatMap((name) => lookUp(key, name, placed) ?? []);
  const direct = reached(starts(workspaces, ['dependencies', ...BOTH, 'devDependencies'], placed), () => []);
  const atRunTime = reached(starts(workspaces, ['dependencies', ...BOTH], placed), needs);
  return [...placed.values()].map(({ key, name, version, integrity, lines }) => ({
    type: 'npm',
    name,
    version,
    ...given(
      'requires',
      needs(key).map((it) => `${placed.get(it)?.name}@${placed.get(it)?.version}`),
    ),
    isDev: !atRunTime.has(key),
    isDirect: direct.has(key),
    ...given('integrity', integrity),
    ...given('lines', lines),
  }));
}

const BOTH = ['optionalDependencies', 'peerDependencies'];

/** `[name@version, registry, {dependencies}, integrity]`; what comes from elsewhere has fewer or other parts. */
function entryOf(key: string, said: readonly unknown[], workspaces: Values, json: JsonText): Entry | null {
  const [name, resolution] = cutName(text(said[0]));
  if (name === '' || /^(?:root|link|file):/.test(resolution)) return null;
  const isWorkspace = resolution.startsWith('workspace:');
  const workspace = own(workspaces, resolution.slice('workspace:'.length));
  const facts = isWorkspace ? workspace : said.find(isRecord);
  return {
    key,
    name,
    version: isWorkspace ? text(own(workspace, 'version')) : resolution,
    integrity:
      said
        .slice(1)
        .map(text)
        .find((it) => /^sha\d+-/.test(it)) ?? '',
    needs: ['dependencies', 'optionalDependencies'].flatMap((kind) => Object.keys(record(own(facts, kind)))),
    lines: json.linesOf(said),
  };
}

function starts(workspaces: Values, kinds: readonly string[], placed: ReadonlyMap<string, Entry>): string[] {
  return entries(workspaces).flatMap(([folder, said]) =>
    kinds
      .flatMap((kind) => Object.keys(record(own(said, kind))))
      .flatMap((name) => lookUp(folder === '' ? '' : text(own(said, 'name')), name, placed) ?? []),
  );
}

/** A key is a path of names: `a/b` is the `b` that `a` sees, where it is not everybody's. */
function lookUp(from: string, name: string, placed: ReadonlyMap<string, Entry>): string | null {
  for (let folder = from; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    if (placed.has(`${folder}/${name}`)) return `${folder}/${name}`;
  }
  return placed.has(name) ? name : null;
}
