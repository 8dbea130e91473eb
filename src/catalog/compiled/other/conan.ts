import type { Found, Reader } from '../../types.ts';
import { type JsonText, readJson } from '../../shared/json.ts';
import { given, once, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';
import { entries, list, own, text, texts } from '../../shared/values.ts';
import { purlOf } from '../../purl.ts';

/** `conan.lock`: of Conan 1 a graph, of Conan 2 lists. */
export const conanLock: Reader = {
  cataloguer: 'conan-lock',
  says: 'declared',
  names: ['conan.lock'],
  read: (file) => {
    const read = readConanLock(textOf(file.bytes));
    return 'fault' in read ? reading('conan-lock', file, [], read.fault) : reading('conan-lock', file, read.packages);
  },
};

/** `conanfile.txt`: the section `[requires]`. */
export const conanFile: Reader = {
  cataloguer: 'conan-file',
  says: 'declared',
  names: ['conanfile.txt'],
  read: (file) => reading('conan-file', file, referencesIn(textOf(file.bytes), ['requires'])),
};

/** `conaninfo.txt` in a package folder of Conan: everything that was built together, and the package itself in the path. */
export const conanInfo: Reader = {
  cataloguer: 'conan-info',
  says: 'installed',
  names: ['conaninfo.txt'],
  read: (file) => reading('conan-info', file, readConanInfo(textOf(file.bytes), file.path)),
};

export function readConanInfo(source: string, path: string): Found[] {
  const full = referencesIn(source, ['full_requires']);
  // …/data/<name>/<version>/<user>/<channel>/package/<id>/conaninfo.txt
  const [, name, version, user = '', channel = ''] =
    /\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\/package\/[^/]+\/conaninfo\.txt$/.exec(path) ?? [];
  const own =
    name !== undefined && version !== undefined
      ? foundReference(`${name}/${version}@${user}/${channel}`.replace('@_/_', ''))
      : null;
  return [...(own ? [own] : []), ...full];
}

function referencesIn(source: string, sections: readonly string[]): Found[] {
  let isInside = false;
  return linesOf(source).flatMap((raw, index): Found[] => {
    const line = raw.trim();
    if (line.startsWith('[')) {
      isInside = sections.includes(line.slice(1, line.indexOf(']')));
      return [];
    }
    if (!isInside || line === '' || line.startsWith('#')) return [];
    const found = foundReference(line);
    return found ? [{ ...found, isDirect: true, lines: [index + 1, index + 1] }] : [];
  });
}

/** `name/version[@user/channel][#revision][:package][%time]`; a range is no version. */
function foundReference(reference: string): Found | null {
  const plain = reference.split(/[#%:\s]/, 1)[0] ?? '';
  const [what = '', who = ''] = plain.split('@');
  const [name = '', version = ''] = what.split('/');
  if (name === '' || version === '' || version.startsWith('[')) return null;
  const [namespace = '', channel = ''] = who.split('/');
  const qualifiers = channel === '' ? {} : { channel };
  return { type: 'conan', name, version, purl: purlOf({ type: 'conan', namespace, name, version, qualifiers }) };
}

export function readConanLock(source: string): { readonly packages: readonly Found[] } | { readonly fault: string } {
  const read = readJson(source);
  if ('fault' in read) return read;
  const nodes = own(own(read.value, 'graph_lock'), 'nodes');
  if (nodes !== undefined) return { packages: once(graph(nodes, read)) };
  const lists = ['requires', 'build_requires', 'python_requires', 'config_requires'];
  return {
    packages: lists.flatMap((key) => texts(own(read.value, key)).flatMap((it) => foundReference(it) ?? [])),
  };
}

function graph(nodes: unknown, read: JsonText): Found[] {
  const all = new Map(
    entries(nodes).map(([key, node]) => [key, { node, found: foundReference(text(own(node, 'ref'))) }]),
  );
  // The project itself has no name, or only one of its own: what it requires is direct.
  const direct = new Set(
    [...all.values()].filter(({ found }) => found === null).flatMap(({ node }) => texts(own(node, 'requires'))),
  );
  return [...all].flatMap(([key, { node, found }]): Found[] => {
    if (found === null) return [];
    const needs = list(own(node, 'requires')).flatMap((need) => all.get(text(need))?.found ?? []);
    const requires = needs.map((it) => `${it.name}@${it.version}`);
    return [{ ...found, requires, isDirect: direct.has(key), ...given('lines', read.linesOf(node)) }];
  });
}
