import type { Scan, ScanTarget, UnreadableData } from '../../domain/index.ts';
import { type Bound, meets, plural } from '../kit.ts';

export const DAY_MS = 86_400_000;

/** Why nobody can say that there is nothing. */
export interface Gap {
  readonly reason: 'not-scanned' | 'data-stale';
  readonly because: string;
  readonly remedy: string;
}

interface Wanted {
  readonly allowUnscanned: readonly string[];
  readonly maxAge: Bound;
}

const SHOWN = 3;

/** What was not looked at, or with data that is too old. */
export function gapOf(scan: Scan, wanted: Wanted): Gap | null {
  const looked = scan.engines.filter(({ failed, covers }) => failed === null && covers.length > 0);
  const remedy = 'Run `tickproof advisories update`, or name data with `scan: { advisories: … }`.';
  if (looked.length === 0) {
    const why = scan.engines.flatMap(({ name, failed }) => (failed === null ? [] : [`${name}: ${failed}`]));
    return { reason: 'not-scanned', because: ['no engine had data to look with', ...why].join('; '), remedy };
  }
  const rows = scan.targets.filter(({ type }) => !wanted.allowUnscanned.includes(type));
  const unseen = rows.filter(({ bySeverity }) => bySeverity === null);
  if (unseen.length > 0 || scan.targets.length === 0) {
    const names = unseen.map(({ target, type, packages }) => `${packages} × ${type} (${target})`).join(', ');
    const because = names === '' ? 'the image holds no package that any reader knows' : `nobody looked at ${names}`;
    return {
      reason: 'not-scanned',
      because,
      remedy: `${remedy} Types that no data speaks of can be named in \`allowUnscanned\`.`,
    };
  }
  if (scan.unread && scan.unread.length > 0) {
    const names = scan.unread.slice(0, SHOWN).map(({ path, fault }) => `${path} (${fault})`);
    const left = scan.unread.length - names.length;
    return {
      reason: 'not-scanned',
      because: `what these name was looked at by nobody: ${names.join(', ')}${left > 0 ? ` and ${left} more` : ''}`,
      remedy: 'Mend or leave out of the image the files that packages/inventory names.',
    };
  }
  const unreadable = looked.flatMap((it) => it.unreadable.map(unreadableText));
  if (unreadable.length > 0) {
    return {
      reason: 'not-scanned',
      because: unreadable.join('; '),
      remedy: 'Fetch the data again with `tickproof advisories update`, or take out of its folder what is no advisory.',
    };
  }
  const stale = rows.filter((row) => !isFresh(row, looked, wanted.maxAge));
  if (stale.length === 0) return null;
  const ages = looked.map(
    ({ name, dataAgeDays }) =>
      `${name}: ${dataAgeDays === null ? 'of no known date' : `${plural(dataAgeDays, 'day')} old`}`,
  );
  return {
    reason: 'data-stale',
    because: `the data is too old, wanted ${wanted.maxAge.text}: ${ages.join(', ')}`,
    remedy,
  };
}

/** What of a source could not be read, in words: `3 advisories of npm.zip could not be read: a.json, b.json …`. */
export function unreadableText({ source, advisories, files }: UnreadableData): string {
  const more = advisories > files.length ? ' …' : '';
  return `${advisories} ${advisories === 1 ? 'advisory' : 'advisories'} of ${source} could not be read: ${files.join(', ')}${more}`;
}

function isFresh({ lookedAtBy }: ScanTarget, looked: Scan['engines'], maxAge: Bound): boolean {
  return looked.some(
    ({ name, dataAgeDays }) => lookedAtBy.includes(name) && dataAgeDays !== null && meets(maxAge, dataAgeDays * DAY_MS),
  );
}
