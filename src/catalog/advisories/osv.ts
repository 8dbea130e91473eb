import type { Vulnerability } from '../../domain/index.ts';
import { scoreCvss } from '../../formats/cvss/index.ts';
import { severityOf } from '../../formats/scans/index.ts';
import { affects, orderOf, type OsvEvent, type OsvRange } from '../../versions/index.ts';
import { isDistribution, nameKey } from './ecosystems.ts';
import { type Entry, type Keyed, MALICIOUS } from './entry.ts';

/** What a record of OSV's format comes to. */
export type OsvReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'withdrawn'; readonly modified: string }
  | { readonly kind: 'advisory'; readonly id: string; readonly modified: string; readonly entries: readonly Keyed[] };

type Fields = Readonly<Record<string, unknown>>;

const MOST_TEXT = 160;
const MOST_LIST = 20_000;
/** Comparisons that are worth it to leave out versions that a range has anyway. */
const MOST_COMPARISONS = 2_000_000;
/** Events of all ranges of a package; the kernel's have hundreds. */
const MOST_EVENTS = 20_000;
const LONGEST_VERSION = 1_000;

/** Reads one record (schema 1.x): an entry for each package that it names. What is no record is `none`; it never throws. */
export function readOsv(value: unknown): OsvReading {
  if (!isFields(value)) return { kind: 'none' };
  const id = textOf(value['id']);
  const modified = textOf(value['modified']);
  const affected = value['affected'] ?? []; // a record may speak of no package
  if (id === '' || modified === '' || !Array.isArray(affected)) return { kind: 'none' };
  if (textOf(value['withdrawn']) !== '') return { kind: 'withdrawn', modified };
  const isMalicious = id.startsWith('MAL-');
  const shared = sharedOf(id, value);
  const entries = listOf(value['affected']).flatMap((affected): readonly Keyed[] => {
    const found = isFields(affected) && isFields(affected['package']) ? affected['package'] : {};
    const [ecosystem, name] = [textOf(found['ecosystem']), textOf(found['name'])];
    if (ecosystem === '' || name === '' || !isFields(affected)) return [];
    const versions = versionsOf(affected, ecosystem);
    if (versions.ranges.length === 0 && versions.versions.length === 0) return [];
    const rating = isMalicious ? MALICE : ratingOf(value, affected);
    const entry: Entry = { ...shared, ...rating, ...versions, status: statusOf(affected) };
    return [{ ecosystem: isMalicious ? `${ecosystem}${MALICIOUS}` : ecosystem, name: nameKey(ecosystem, name), entry }];
  });
  return { kind: 'advisory', id, modified, entries };
}

const MALICE = { severity: 'critical', severityFrom: 'malicious package', rank: 0, score: null } as const;

type Shared = Pick<Entry, 'id' | 'aliases' | 'bundle' | 'summary' | 'published'>;

function sharedOf(id: string, record: Fields): Shared {
  const embedded = /-(CVE-\d{4}-\d{4,})$/.exec(id)?.[1]; // DEBIAN-CVE-…, UBUNTU-CVE-…, ALPINE-CVE-…
  const aliases = textsOf(record['aliases']);
  const own = embedded === undefined ? aliases : [embedded, ...aliases];
  const isNamed = id.startsWith('CVE-') || own.some((alias) => alias.startsWith('CVE-'));
  const [summary = ''] = (textOf(record['summary']) || textOf(record['details'])).trim().split('\n', 1);
  return {
    id,
    aliases: [...new Set(own)].filter((alias) => alias !== id),
    bundle: isNamed || id.startsWith('MAL-') ? [] : bundleOf(record),
    summary: summary.slice(0, MOST_TEXT),
    published: textOf(record['published']) || null,
  };
}

/** The vulnerabilities that a distribution's advisory mends: named `upstream`, before schema 1.7 `related`. */
function bundleOf(record: Fields): readonly string[] {
  const isCve = (name: string) => name.startsWith('CVE-');
  const upstream = textsOf(record['upstream']).filter(isCve);
  if (upstream.length > 0) return [...new Set(upstream)];
  const isDistributed = listOf(record['affected']).some(
    (it) => isFields(it) && isFields(it['package']) && isDistribution(textOf(it['package']['ecosystem'])),
  );
  return isDistributed ? [...new Set(textsOf(record['related']).filter(isCve))] : [];
}

function versionsOf(affected: Fields, ecosystem: string): Pick<Entry, 'ranges' | 'versions'> {
  let left = MOST_EVENTS;
  const ranges = listOf(affected['ranges']).flatMap((range): readonly OsvRange[] => {
    if (!isFields(range) || range['type'] === 'GIT') return [];
    const listed = listOf(range['events']);
    // more than anyone writes: rather every version is affected than one too few
    const events: readonly OsvEvent[] = listed.length > left ? [{ introduced: '0' }] : listed.flatMap(eventOf);
    left -= Math.min(left, listed.length);
    return events.length === 0 ? [] : [{ type: textOf(range['type']), events }];
  });
  const listed = textsOf(affected['versions']).filter((version) => version.length <= LONGEST_VERSION);
  if (listed.length === 0 || ranges.length === 0) return { ranges, versions: listed };
  // distributions list every version that the range has; elsewhere a list may say more than the range
  const isCheap = listed.length * (MOST_EVENTS - left) <= MOST_COMPARISONS;
  if (!isDistribution(ecosystem) && !isCheap) return { ranges, versions: listed };
  const order = isDistribution(ecosystem) ? null : orderOf(ecosystem);
  return { ranges, versions: order ? listed.filter((version) => !affects({ ranges }, version, order)) : [] };
}

/** A bound that is too long to be a version bounds nothing: rather too much is affected than too little. */
function eventOf(event: unknown): readonly OsvEvent[] {
  if (!isFields(event)) return [];
  for (const kind of ['introduced', 'fixed', 'last_affected', 'limit'] as const) {
    const version = event[kind];
    if (typeof version !== 'string') continue;
    if (version.length <= LONGEST_VERSION) return [{ [kind]: version }];
    return kind === 'introduced' ? [{ introduced: '0' }] : [];
  }
  return [];
}

type Rating = Pick<Entry, 'severity' | 'severityFrom' | 'rank' | 'score'>;

const MOST_VECTORS = 50;
const CVSS_TYPES = ['CVSS_V4', 'CVSS_V3', 'CVSS_V2'];

/** The source's own word, then GitHub's, then the score of the vector (newest version of CVSS first), then the distribution's urgency. */
function ratingOf(record: Fields, affected: Fields): Rating {
  const vectors = [affected, record].flatMap((it) => listOf(it['severity']).slice(0, MOST_VECTORS)).filter(isFields);
  const computed = CVSS_TYPES.flatMap((type) => vectors.filter((it) => it['type'] === type))
    .map((it) => scoreCvss(textOf(it['score'])))
    .find((it) => it !== null);
  const score = computed?.score ?? null;
  const worded = wordOf(record, affected, vectors);
  if (worded) return { ...worded, score };
  if (computed)
    return {
      severity: computed.severity,
      severityFrom: `CVSS:${computed.version} vector`,
      rank: 2,
      score: computed.score,
    };
  const urgency = severityOf(textAt(affected, 'ecosystem_specific', 'urgency'));
  if (urgency !== 'unknown') return { severity: urgency, severityFrom: 'urgency', rank: 3, score };
  return { severity: 'unknown', severityFrom: 'not rated', rank: 9, score };
}

function wordOf(record: Fields, affected: Fields, vectors: readonly Fields[]): Omit<Rating, 'score'> | null {
  const rated = vectors.find((it) => !CVSS_TYPES.includes(textOf(it['type'])) && known(textOf(it['score'])));
  if (rated) return { severity: severityOf(textOf(rated['score'])), severityFrom: textOf(rated['type']), rank: 0 };
  const own = [textAt(affected, 'ecosystem_specific', 'severity'), textAt(affected, 'database_specific', 'severity')];
  const word = own.find(known);
  if (word !== undefined) return { severity: severityOf(word), severityFrom: sourceOf(textOf(record['id'])), rank: 0 };
  const general = textAt(record, 'database_specific', 'severity');
  return known(general)
    ? { severity: severityOf(general), severityFrom: sourceOf(textOf(record['id'])), rank: 1 }
    : null;
}

const known = (word: string): boolean => severityOf(word) !== 'unknown';

const sourceOf = (id: string): string => id.split('-', 1)[0] ?? id;

function statusOf(affected: Fields): Vulnerability['status'] | null {
  return textAt(affected, 'ecosystem_specific', 'urgency') === 'end-of-life' ? 'end-of-life' : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, MOST_LIST) : []);
const textsOf = (value: unknown): readonly string[] => listOf(value).filter((it) => typeof it === 'string');

function textAt(value: Fields, group: string, name: string): string {
  const inner = value[group];
  return isFields(inner) ? textOf(inner[name]) : '';
}
