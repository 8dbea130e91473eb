import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { entries, isRecord, own, record, text } from '../../shared/values.ts';
import { readYaml } from '../../shared/yaml.ts';

const LOCK = 'dart-lock';
const SPEC = 'dart-pubspec';
/** Names of the one public registry. */
const REGISTRY = /^https?:\/\/(?:pub\.dartlang\.org|pub\.dev)\/?$/;

/** pubspec.lock of Dart and Flutter. */
export const pubLock: Reader = {
  cataloguer: LOCK,
  says: 'declared',
  names: ['pubspec.lock'],
  mostBytes: 1 << 18,
  read: readLock,
};

function readLock(file: CatalogFile): Reading | null {
  const documents = readYaml(textOf(file.bytes));
  if ('fault' in documents) return reading(LOCK, file, [], documents.fault);
  if (!isRecord(documents[0])) return reading(LOCK, file, [], 'not a table');
  const packages = entries(own(documents[0], 'packages')).map(([name, said]): Found => {
    const asked = text(own(said, 'dependency'));
    return {
      type: 'pub',
      name,
      version: text(own(said, 'version')),
      isDev: asked === 'direct dev',
      isDirect: asked.startsWith('direct'),
      ...given('qualifiers', elsewhere(text(own(said, 'source')), own(said, 'description'))),
      ...given('integrity', digestOf(text(own(own(said, 'description'), 'sha256')))),
    };
  });
  return reading(LOCK, file, packages);
}

const digestOf = (sha256: string): string => (sha256 === '' ? '' : `sha256:${sha256}`);

/** Another registry, or a repository. */
function elsewhere(source: string, said: unknown): Record<string, string> | undefined {
  const url = text(own(said, 'url'));
  if (url === '' || (source === 'hosted' && REGISTRY.test(url))) return undefined;
  if (source === 'hosted') return { hosted_url: url.replace(/^[a-z]+:\/\//, '').split('/')[0] ?? url };
  if (source !== 'git') return undefined;
  const path = text(own(said, 'path'));
  return { vcs_url: `${url}@${text(own(said, 'resolved-ref'))}${path === '' || path === '.' ? '' : `#${path}`}` };
}

/** pubspec.yaml: a package by itself, with the names of what it needs. */
export const pubspec: Reader = {
  cataloguer: SPEC,
  says: 'declared',
  names: ['pubspec.yaml', 'pubspec.yml'],
  mostBytes: 1 << 18,
  read: readSpec,
};

function readSpec(file: CatalogFile): Reading | null {
  const documents = readYaml(textOf(file.bytes));
  if ('fault' in documents) return reading(SPEC, file, [], documents.fault);
  const [said] = documents;
  const name = text(own(said, 'name'));
  if (name === '') return null;
  return reading(SPEC, file, [
    {
      type: 'pub',
      name,
      version: text(own(said, 'version')),
      ...given('requires', Object.keys(record(own(said, 'dependencies')))),
    },
  ]);
}
