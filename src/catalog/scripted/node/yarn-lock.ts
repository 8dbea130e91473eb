import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { given, once, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { cutName } from './package-name.ts';
import { type Block, readBlocks } from './yarn-blocks.ts';

const CATALOGUER = 'yarn-lock';

/** yarn.lock: the format of classic Yarn, and the YAML of Yarn 2 and later. */
export const yarnLock: Reader = {
  cataloguer: CATALOGUER,
  says: 'declared',
  names: ['yarn.lock'],
  where: (path) => !/\/node_modules\/|\/\.yarn\//.test(path),
  read,
};

/** What lies beside the project or is a change to another entry: no package of its own. */
const LOCAL = /^(?:workspace|patch|file|link|portal|exec):/;

function read(file: CatalogFile): Reading | null {
  const blocks = readBlocks(textOf(file.bytes));
  const isBerry = blocks.some(({ patterns }) => patterns[0] === '__metadata');
  const byPattern = new Map<string, Found>();
  const found = blocks.flatMap((block) => {
    const made = packageOf(block);
    if (made === null) return [];
    for (const pattern of block.patterns) byPattern.set(pattern, made);
    return [{ block, made }];
  });
  const packages = found.map(({ block, made }) => ({
    ...made,
    ...given(
      'requires',
      block.needs.flatMap(([name, range]) => target(name, range, isBerry, byPattern)),
    ),
  }));
  return reading(CATALOGUER, file, once(packages));
}

function packageOf({ patterns, fields, lines }: Block): Found | null {
  const [pattern = ''] = patterns;
  const [alias, range] = cutName(pattern);
  const version = fields.get('version') ?? '';
  if (range === '' || version === '' || LOCAL.test(range)) return null;
  const protocol = /^[a-z][a-z0-9+.-]*:/i.exec(range)?.[0] ?? '';
  if (protocol !== '' && protocol !== 'npm:' && !KNOWN.test(protocol)) return null;
  const isElsewhere = (protocol !== '' && protocol !== 'npm:') || /^[\w.-]+\/[\w.-]+(?:#|$)/.test(range);
  return {
    type: 'npm',
    name: realName(alias, range, fields),
    version,
    ...given('integrity', fields.get('integrity') ?? fields.get('checksum')),
    ...(isElsewhere ? { qualifiers: { vcs_url: fields.get('resolved') ?? fields.get('resolution') ?? range } } : {}),
    lines,
  };
}

const KNOWN = /^(?:git(?:\+\w+)?|https?|github|gitlab|bitbucket|ssh):$/;

/** An alias names another package: Yarn 2 and later say which in `resolution`, the classic one shows it in the tarball's address. */
function realName(alias: string, range: string, fields: ReadonlyMap<string, string>): string {
  const resolution = fields.get('resolution');
  if (resolution !== undefined) return cutName(resolution)[0];
  const [, fetched] = /\/((?:@[^/]+(?:\/|%2f))?[^/]+)\/-\/[^/]+$/i.exec(fields.get('resolved') ?? '') ?? [];
  if (fetched !== undefined) return fetched.replace(/%40/, '@').replace(/%2f/i, '/');
  if (!range.startsWith('npm:')) return alias;
  const [name, rest] = cutName(range.slice('npm:'.length));
  return rest !== '' || /^[a-z@]/i.test(name) ? name : alias;
}

function target(name: string, range: string, isBerry: boolean, byPattern: ReadonlyMap<string, Found>): string[] {
  const found = (isBerry ? byPattern.get(`${name}@npm:${range}`) : undefined) ?? byPattern.get(`${name}@${range}`);
  return found === undefined ? [] : [`${found.name}@${found.version}`];
}
