import type { Found, Reader } from '../../types.ts';
import { type JsonText, readJson } from '../../shared/json.ts';
import { given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { entries, own, record, text } from '../../shared/values.ts';

/** `*.deps.json` beside a .NET program: what it was published with. */
export const depsJson: Reader = {
  cataloguer: 'dotnet-deps',
  says: 'installed',
  extensions: ['.deps.json'],
  read: (file) => {
    const read = readDepsJson(textOf(file.bytes));
    return 'fault' in read ? reading('dotnet-deps', file, [], read.fault) : reading('dotnet-deps', file, read.packages);
  },
};

/** Runtime that a self-contained program brings along is listed under this prefix. */
const RUNTIME_PACK = 'runtimepack.';

export function readDepsJson(source: string): { readonly packages: readonly Found[] } | { readonly fault: string } {
  const read = readJson(source);
  if ('fault' in read) return read;
  const libraries = own(read.value, 'libraries');
  const target = record(targetOf(read.value));
  const isPresent = (key: string) => !Object.hasOwn(target, key) || hasFiles(target[key]);
  const present = entries(libraries).filter(([key]) => key.includes('/') && isPresent(key));
  const names = new Set(present.map(([key]) => key));
  return { packages: present.map(([key, library]) => foundLibrary(key, library, target, names, read)) };
}

/** The target that the program runs on; without a name the only one. */
function targetOf(value: unknown): unknown {
  const targets = own(value, 'targets');
  const name = text(own(own(value, 'runtimeTarget'), 'name'));
  return own(targets, name) ?? entries(targets)[0]?.[1];
}

/** A library without any file of its own was only needed to build, or the framework has it. */
function hasFiles(library: unknown): boolean {
  return ['runtime', 'runtimeTargets', 'native'].some((key) => entries(own(library, key)).length > 0);
}

function foundLibrary(
  key: string,
  library: unknown,
  target: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string>,
  read: JsonText,
): Found {
  const [name, version] = split(key);
  const needs = entries(own(own(target, key), 'dependencies')).map(([need, at]) => `${need}/${text(at)}`);
  return {
    type: 'nuget',
    name,
    version,
    requires: needs.filter((it) => names.has(it)).map((it) => split(it).join('@')),
    ...given('integrity', text(own(library, 'sha512'))),
    ...given('lines', read.linesOf(library)),
  };
}

function split(key: string): [string, string] {
  const cut = key.lastIndexOf('/');
  const name = key.slice(0, cut);
  return [name.startsWith(RUNTIME_PACK) ? name.slice(RUNTIME_PACK.length) : name, key.slice(cut + 1)];
}
