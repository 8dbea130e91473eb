import { FileBudget, MOST_FILES, MOST_PACKAGES, tooManyPackages } from '../bounded.ts';
import { eachLine } from '../shared/text.ts';
import type { Found, OwnedFile, Reader } from '../types.ts';

/** Alpine's and Wolfi's database: one letter a line, an entry of a package ends with an empty line. */
export const apkInstalled: Reader = {
  cataloguer: 'apk',
  says: 'installed',
  names: ['installed'],
  mostBytes: 1 << 27,
  where: (path) => /(?:^|\/)lib\/apk\/db\/installed$/.test(path),
  read: ({ path, bytes }) => {
    const packages: Found[] = [];
    const budget = new FileBudget();
    let entries = 0;
    for (const entry of entriesOf(bytes.toString())) {
      if (entry.fields.size === 0) continue;
      if (packages.length >= MOST_PACKAGES) return { cataloguer: 'apk', path, packages, fault: tooManyPackages() };
      entries += 1;
      const found = packageOf({ ...entry, files: budget.take(entry.files) });
      if (found) packages.push(found);
    }
    const left = entries - packages.length;
    return {
      cataloguer: 'apk',
      path,
      packages,
      ...(budget.fault !== undefined && { fault: budget.fault }),
      ...(left > 0 && { fault: `${left} of ${entries} entries have no name or no version` }),
    };
  },
};

interface Entry {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly OwnedFile[];
}

function* entriesOf(text: string): Generator<Entry> {
  let fields = new Map<string, string>();
  let files: OwnedFile[] = [];
  let folder = '';
  const closed = (): Entry => {
    const entry = { fields, files };
    [fields, files, folder] = [new Map<string, string>(), [], ''];
    return entry;
  };
  for (const raw of eachLine(text)) {
    const line = raw.trimEnd();
    if (line === '') yield closed();
    if (line[1] !== ':') continue;
    const value = line.slice(2);
    switch (line[0]) {
      case 'F':
        folder = value === '' ? '' : `/${value}`;
        if (value !== '' && files.length <= MOST_FILES) files.push({ path: folder, isFolder: true });
        break;
      case 'R':
        if (files.length <= MOST_FILES) files.push({ path: `${folder}/${value}` });
        break;
      case 'Z':
        files.push({ ...(files.pop() ?? { path: '/' }), ...digestOf(value) });
        break;
      case 'a':
      case 'M':
        break;
      default:
        fields.set(line[0] ?? '', value);
    }
  }
  yield closed();
}

function packageOf({ fields, files }: Entry): Found | null {
  const [name, version] = [fields.get('P') ?? '', fields.get('V') ?? ''];
  if (name === '' || version === '') return null;
  const [architecture, origin, maintainer] = [fields.get('A'), fields.get('o'), fields.get('m')];
  const checksum = digestOf(fields.get('C') ?? '').digest;
  const size = Number(fields.get('I'));
  return {
    type: 'apk',
    name,
    version,
    ...(architecture && { architecture }),
    ...(origin && { source: { name: origin } }),
    licences: licencesOf(fields.get('L') ?? ''),
    requires: namesOf(fields.get('D')),
    provides: namesOf(fields.get('p')),
    owns: files,
    ...(maintainer && { maintainer }),
    ...(Number.isSafeInteger(size) && { installedBytes: size }),
    ...(checksum && { integrity: checksum }),
  };
}

/** An expression stays whole; a list of names, as it was written before there were expressions, is taken apart. */
function licencesOf(field: string): string[] {
  const words = field.split(/\s+/).filter((word) => word !== '');
  const isExpression = words.some((word) => /^(?:AND|OR|WITH)$/i.test(word));
  return isExpression ? [words.join(' ')] : words;
}

/** `so:libc.so=1 !conflict cmd:x>2`: names without versions; what must not be there is not needed. */
function namesOf(field: string | undefined): string[] {
  const names = (field ?? '')
    .split(/\s+/)
    .filter((word) => word !== '' && !word.startsWith('!'))
    .map((word) => /^[^<>=~]+/.exec(word)?.[0] ?? '');
  return [...new Set(names)].filter((name) => name !== '');
}

/** `Q1` is SHA-1, `Q2` SHA-256, both in base64. */
function digestOf(text: string): { readonly digest?: string } {
  const algorithm = text.startsWith('Q1') ? 'sha1' : text.startsWith('Q2') ? 'sha256' : null;
  return algorithm === null ? {} : { digest: `${algorithm}:${Buffer.from(text.slice(2), 'base64').toString('hex')}` };
}
