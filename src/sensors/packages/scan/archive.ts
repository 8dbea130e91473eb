import { compareVersions } from '../../../catalog/index.ts';
import type { OsRelease, Package } from '../../../domain/index.ts';
import { ageDays, type Finding, type Look, oldestOf } from './finding.ts';

/** A file of apt's lists: `…_dists_bookworm-security_InRelease`, `…_main_binary-amd64_Packages`. */
export interface AptList {
  readonly path: string;
  readonly text: string;
}

interface Suite {
  readonly stem: string;
  readonly isSecurity: boolean;
  readonly codename: string;
  readonly date: string | null;
}

interface Candidate {
  readonly version: string;
  readonly architecture: string;
  readonly suite: Suite;
}

/**
 * Packages of Debian's family that have an update in the security suite, by the lists that the image (or the data folder)
 * has. It knows no severities and nothing that has no fix: it covers no type, but what it finds counts. Null without lists.
 */
export function lookWithArchive(
  lists: readonly AptList[],
  {
    packages,
    os,
    nowMs,
  }: { readonly packages: readonly Package[]; readonly os: OsRelease | null; readonly nowMs: number },
): Look | null {
  const installed = packages.filter(({ type }) => type === 'deb');
  const suites = lists.flatMap(suiteOf).filter((it) => it.isSecurity && isOf(it, os));
  const indexes = lists.flatMap((list) => {
    const suite = list.path.endsWith('Packages') ? suiteOfPackages(list.path, suites, os) : null;
    return suite ? [{ list, suite }] : [];
  });
  if (installed.length === 0 || indexes.length === 0) return null;
  const candidates = new Map<string, Candidate>();
  const names = new Set(installed.map(({ name }) => name));
  for (const { list, suite } of indexes) collect(list.text, suite, names, candidates);
  const dataDate = oldestOf(indexes.map(({ suite }) => suite.date));
  return {
    engine: {
      name: 'archive',
      version: null,
      dataDate,
      dataAgeDays: ageDays(dataDate, nowMs),
      how: [...new Set(indexes.map(({ list }) => list.path))].join(', '),
      covers: [],
      failed: null,
      unreadable: [],
    },
    findings: pending(installed, candidates),
  };
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function suiteOf({ path, text }: AptList): readonly Suite[] {
  if (!/(?:^|[_/])(?:In)?Release$/.test(path)) return [];
  const fields = fieldsOf(text.slice(0, 20_000));
  const names = [fields.get('suite') ?? '', fields.get('codename') ?? ''];
  const at = Date.parse(fields.get('date') ?? '');
  return [
    {
      stem: path.replace(/(?:In)?Release$/, ''),
      isSecurity:
        names.some((name) => name.endsWith('-security') || name.includes('/updates')) ||
        /security/i.test(fields.get('label') ?? ''),
      codename: (fields.get('codename') || fields.get('suite') || '').replace(/(?:-security|\/updates)$/, ''),
      date: Number.isNaN(at) ? null : new Date(at).toISOString(),
    },
  ];
}

/** The release file that stands beside it; without one, the name of the file says which suite it is, and nothing says of when. */
function suiteOfPackages(path: string, suites: readonly Suite[], os: OsRelease | null): Suite | null {
  const known = suites.find(({ stem }) => path.startsWith(stem));
  if (known) return known;
  const codename = /_dists_([a-z]+)(?:-security|_updates)_/.exec(baseOf(path))?.[1];
  const suite = codename === undefined ? null : { stem: path, isSecurity: true, codename, date: null };
  return suite && isOf(suite, os) ? suite : null;
}

const isOf = ({ codename }: Suite, os: OsRelease | null): boolean =>
  !os?.codename || codename === os.codename || codename === 'stable';

/** `Field: value` up to the first empty line that follows one; the armour of a signed file is passed over. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0 && !line.startsWith(' ') && !fields.has(line.slice(0, colon).toLowerCase()))
      fields.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return fields;
}

/** Paragraph by paragraph, without splitting what may be fifty megabytes. */
function collect(text: string, suite: Suite, names: ReadonlySet<string>, candidates: Map<string, Candidate>): void {
  for (let at = 0; at < text.length; ) {
    const cut = text.indexOf('\n\n', at);
    const end = cut < 0 ? text.length : cut;
    const start = at;
    at = end + 2;
    const name = valueOf(text, 'Package', start, end);
    if (name === null || !names.has(name)) continue;
    const version = valueOf(text, 'Version', start, end) ?? '';
    const architecture = valueOf(text, 'Architecture', start, end) ?? 'all';
    const key = `${name}:${architecture}`;
    const known = candidates.get(key);
    if (version !== '' && (!known || compareVersions('deb', version, known.version) > 0))
      candidates.set(key, { version, architecture, suite });
  }
}

function valueOf(text: string, field: string, start: number, end: number): string | null {
  const mark = `${field}: `;
  for (let at = text.indexOf(mark, start); at >= 0 && at < end; at = text.indexOf(mark, at + 1)) {
    if (at !== start && text[at - 1] !== '\n') continue;
    const line = text.indexOf('\n', at);
    return text.slice(at + mark.length, line < 0 || line > end ? end : line).trim();
  }
  return null;
}

/** One finding for each source package: its binaries are mended together. */
function pending(installed: readonly Package[], candidates: ReadonlyMap<string, Candidate>): readonly Finding[] {
  const bySource = new Map<string, Finding>();
  for (const it of installed) {
    const candidate = candidates.get(`${it.name}:${it.architecture ?? 'all'}`) ?? candidates.get(`${it.name}:all`);
    if (!candidate || compareVersions('deb', candidate.version, it.version) <= 0) continue;
    const source = it.source?.name ?? it.name;
    if (bySource.has(source)) continue;
    bySource.set(source, {
      engine: 'archive',
      package: it,
      id: `update-pending:${source}`,
      aliases: [],
      advisories: [],
      severity: 'unknown',
      severityFrom: 'the archive names none',
      rank: 9,
      score: null,
      fixedIn: [candidate.version],
      status: 'fixed',
      summary: `${candidate.suite.codename}-security has ${it.name} ${candidate.version}`,
      published: null,
    });
  }
  return [...bySource.values()];
}
