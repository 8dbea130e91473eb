import type { CatalogFile, Found, OwnedFile, Reader, Reading } from '../../types.ts';
import { readJson } from '../../shared/json.ts';
import { folderOf, given, joinPath, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { isRecord, list, own, text, texts, unique } from '../../shared/values.ts';
import { readYaml } from '../../shared/yaml.ts';
import { requirementOf } from '../python/requirements.ts';

const META = 'conda-meta';
const ENVIRONMENT = 'conda-environment';

/** What conda has put into an environment: a file for each package in `conda-meta`, with all its files. */
export const condaMeta: Reader = {
  cataloguer: META,
  says: 'installed',
  paths: /(?:^|\/)conda-meta\/[^/]+-[^/]+-[^/]+\.json$/,
  read: readMeta,
};

function readMeta(file: CatalogFile): Reading | null {
  const json = readJson(textOf(file.bytes));
  if ('fault' in json) return reading(META, file, [], json.fault);
  const said = json.value;
  const [name, version] = [text(own(said, 'name')), text(own(said, 'version'))];
  if (name === '' || version === '') return reading(META, file, [], 'no name and version of a package are in it');
  const found: Found = {
    type: 'conda',
    name,
    version,
    ...given('architecture', text(own(said, 'arch'))),
    ...given(
      'licences',
      [text(own(said, 'license'))].filter((it) => it !== ''),
    ),
    ...given('requires', unique(texts(own(said, 'depends')).map((it) => it.split(' ')[0] ?? ''))),
    ...given('owns', ownedBy(said, folderOf(folderOf(file.path)))),
    ...given('integrity', digestOf(said)),
    qualifiers: qualifiersOf(said),
  };
  return reading(META, file, [found]);
}

/** `paths_data` has checksums; `files`, which is older, has not. Both are seen from the environment's folder. */
function ownedBy(said: unknown, prefix: string): OwnedFile[] {
  const paths = list(own(own(said, 'paths_data'), 'paths')).filter((it) => text(own(it, '_path')) !== '');
  if (paths.length === 0) return texts(own(said, 'files')).map((it) => ({ path: joinPath(prefix, it) }));
  return paths.map((it) => {
    // With a prefix written into it a file differs from the one in the archive.
    const sha256 = text(own(it, 'sha256_in_prefix')) || text(own(it, 'sha256'));
    const size = own(it, 'size_in_bytes');
    return {
      path: joinPath(prefix, text(own(it, '_path'))),
      ...(sha256 === '' ? {} : { digest: `sha256:${sha256}` }),
      ...(typeof size === 'number' && sha256 === text(own(it, 'sha256')) ? { sizeBytes: size } : {}),
    };
  });
}

function digestOf(said: unknown): string {
  const [sha256, md5] = [text(own(said, 'sha256')), text(own(said, 'md5'))];
  return sha256 !== '' ? `sha256:${sha256}` : md5 === '' ? '' : `md5:${md5}`;
}

function qualifiersOf(said: unknown): Record<string, string> {
  const pairs = ['build', 'channel', 'subdir'].map((key) => [key, text(own(said, key))] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

/** environment.yml: what an environment is to have, from conda and from pip. */
export const condaEnvironment: Reader = {
  cataloguer: ENVIRONMENT,
  says: 'declared',
  names: ['environment.yml', 'environment.yaml'],
  mostBytes: 1 << 18,
  read: readEnvironment,
};

function readEnvironment(file: CatalogFile): Reading | null {
  const documents = readYaml(textOf(file.bytes), 'core');
  if ('fault' in documents) return reading(ENVIRONMENT, file, [], documents.fault);
  const [environment] = documents;
  if (!isRecord(environment)) return reading(ENVIRONMENT, file, [], 'not a table');
  const packages: Found[] = [];
  for (const it of list(own(environment, 'dependencies'))) {
    const pip = list(own(it, 'pip'));
    const isTable = isRecord(it) && Object.values(it).every(Array.isArray);
    const isKnown = typeof it === 'string' || (isTable && pip.every((line) => typeof line === 'string'));
    if (!isKnown) return reading(ENVIRONMENT, file, packages, 'a dependency is neither a text nor a list of texts');
    const found = typeof it === 'string' ? [specified(it)] : texts(pip).map(requirementOf);
    packages.push(...found.flatMap((one) => (one === null ? [] : [{ ...one, isDirect: true }])));
  }
  return reading(ENVIRONMENT, file, packages);
}

/** `channel::name=1.0=build`, `name==1.0`, `name 1.0 build`; what is no single version is none. */
function specified(line: string): Found | null {
  const [, name = '', rest = ''] = /^(?:[^\s:]+::)?([\w.-]+)(.*)$/.exec(line.trim()) ?? [];
  if (name === '' || /^[-.]/.test(name)) return null;
  const version =
    rest
      .trim()
      .replace(/^={1,2}/, '')
      .split(/[=\s]/)[0] ?? '';
  const isExact = /^[\w.+!-]+$/.test(version);
  return { type: 'conda', name, version: isExact ? version : '' };
}
