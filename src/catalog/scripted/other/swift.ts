import { purlOf } from '../../purl.ts';
import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { readJson } from '../../shared/json.ts';
import { given, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';
import { list, own, text, unique } from '../../shared/values.ts';

/** Package.resolved of the Swift package manager, formats 1 to 3. */
export const swiftResolved: Reader = {
  cataloguer: 'swift-resolved',
  says: 'declared',
  names: ['Package.resolved', '.package.resolved'],
  read: readResolved,
};

function readResolved(file: CatalogFile): Reading | null {
  const json = readJson(textOf(file.bytes));
  if ('fault' in json) return reading('swift-resolved', file, [], json.fault);
  const format = own(json.value, 'version');
  if (format !== undefined && typeof format !== 'number')
    return reading('swift-resolved', file, [], 'the version of its format is no number');
  const pins = [...list(own(json.value, 'pins')), ...list(own(own(json.value, 'object'), 'pins'))];
  const packages = pins.flatMap((pin): Found[] => {
    const location = text(own(pin, 'location')) || text(own(pin, 'repositoryURL'));
    const name = placeOf(location) || text(own(pin, 'identity')) || text(own(pin, 'package'));
    const branch = text(own(own(pin, 'state'), 'branch'));
    // A branch may be named after the version that it holds.
    const version = text(own(own(pin, 'state'), 'version')) || (/^v?\d+(?:\.\d+)+$/.test(branch) ? branch : '');
    const revision = text(own(own(pin, 'state'), 'revision'));
    if (name === '') return [];
    return [{ type: 'swift', name, version, ...given('integrity', revision), ...given('lines', json.linesOf(pin)) }];
  });
  return reading('swift-resolved', file, packages);
}

/** Host and path of a repository: `git@github.com:a/b.git` and `https://github.com/a/b` are `github.com/a/b`. */
const placeOf = (location: string): string =>
  location
    .replace(/^[a-z+]+:\/\/(?:[^@/]*@)?/, '')
    .replace(/^[\w.-]+@([^:/]+):/, '$1/')
    .replace(/\.git\/?$/, '')
    .replace(/\/$/, '');

/** Podfile.lock of CocoaPods. */
export const podfileLock: Reader = {
  cataloguer: 'cocoapods-lock',
  says: 'declared',
  names: ['Podfile.lock'],
  read: readPodfile,
};

/** A part of a pod is its subpath: `AFNetworking/Serialization`. */
function purlOfPod(name: string, version: string): string | undefined {
  const [pod = '', ...parts] = name.split('/');
  const isWhole = pod !== '' && parts.every((it) => it !== '' && it !== '.' && it !== '..');
  return parts.length > 0 && isWhole
    ? purlOf({ type: 'cocoapods', name: pod, version, subpath: parts.join('/') })
    : undefined;
}

interface Pod {
  readonly name: string;
  readonly version: string;
  readonly needs: string[];
  readonly line: number;
}

function readPodfile(file: CatalogFile): Reading | null {
  const { pods, direct, checksums } = readSections(linesOf(textOf(file.bytes)));
  const versions = new Map(pods.map(({ name, version }) => [name, version]));
  const packages = pods.map(
    ({ name, version, needs, line }): Found => ({
      type: 'cocoapods',
      name,
      version,
      ...given('purl', purlOfPod(name, version)),
      ...given('requires', unique(needs.filter((it) => versions.has(it)).map((it) => `${it}@${versions.get(it)}`))),
      isDirect: direct.has(name),
      ...given('integrity', checksums.get(name.split('/')[0] ?? name)),
      lines: [line, line],
    }),
  );
  return reading('cocoapods-lock', file, packages);
}

/** Two blanks stand before an entry, four before what it needs. */
function readSections(lines: readonly string[]) {
  const pods: Pod[] = [];
  const direct = new Set<string>();
  const checksums = new Map<string, string>();
  let section = '';
  for (const [index, line] of lines.entries()) {
    const depth = line.length - line.trimStart().length;
    if (depth === 0 && line !== '') section = line.split(':')[0] ?? '';
    const [, name = '', version] = /^- "?([^"\s(:]+)(?: \(([^)]*)\))?"?:?$/.exec(line.trim()) ?? [];
    if (section === 'PODS' && depth === 2 && version !== undefined)
      pods.push({ name, version, needs: [], line: index + 1 });
    else if (section === 'PODS' && depth === 4 && name !== '') pods.at(-1)?.needs.push(name);
    else if (section === 'DEPENDENCIES' && depth === 2) direct.add(/^- "?([^"\s(:]+)/.exec(line.trim())?.[1] ?? '');
    else if (section === 'SPEC CHECKSUMS' && depth === 2) {
      const [pod = '', checksum = ''] = line.split(':').map((it) => it.trim().replace(/"/g, ''));
      checksums.set(pod, checksum);
    }
  }
  return { pods, direct, checksums };
}
