import type { Package, Scan, Suppression, Vulnerability } from '../../../domain/index.ts';
import { type IgnoreEntry, matchesPath, readIgnoreFile } from '../../../formats/ignores/index.ts';
import { matchesPurl } from './purl-match.ts';

export type Idle = Scan['idle'][number];

/** A text and the file it is from, as it is named in the report. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** What says whether a vulnerability is let pass, and which of its entries never did. */
export interface Silencer {
  readonly suppressionOf: (vulnerability: Vulnerability, installed: Package | null) => Suppression | null;
  readonly idle: () => readonly Idle[];
}

/** Entries of ignore files. An entry that has expired lets nothing pass and is told. */
export function ignoresOf(texts: readonly NamedText[], nowMs: number): Silencer {
  const files = texts.map(({ file, text }) => ({ file, ...readIgnoreFile(file, text) }));
  const entries = files.flatMap(({ file, entries: own }) =>
    own
      .filter(isAboutVulnerabilities)
      .map((entry) => ({ file, entry, isExpired: isPast(entry.until, nowMs), used: false })),
  );
  return {
    suppressionOf(vulnerability, installed) {
      const fitting = entries.filter(({ entry }) => fits(entry, vulnerability, installed));
      for (const it of fitting) it.used = true;
      const living = fitting.find(({ isExpired }) => !isExpired);
      if (!living) return null;
      const { file, entry } = living;
      return { by: '.trivyignore', file, because: entry.because || 'no reason given', until: entry.until };
    },
    idle: () => [
      ...files.flatMap(({ file, problems }) =>
        problems.map(({ entry, detail }): Idle => ({ file, entry, fault: 'unreadable', detail })),
      ),
      ...entries.flatMap(({ file, entry, isExpired, used }): readonly Idle[] => {
        const name = entry.id || 'a rule without an id';
        if (isExpired) return [{ file, entry: name, fault: 'expired', detail: `it held until ${entry.until}` }];
        return used ? [] : [{ file, entry: name, fault: 'unused', detail: 'it fits nothing that was found' }];
      }),
    ],
  };
}

/** A plain .trivyignore also names rules for secrets, misconfigurations and licences. */
function isAboutVulnerabilities({ kind, id }: IgnoreEntry): boolean {
  return (
    kind === 'vulnerability' ||
    (kind === 'any' && /^(?:[A-Z]{2,10}-(?:[A-Z]+-)?\d{4}|GHSA-|DSA-|DLA-|USN-|MAL-|update-pending:)/i.test(id))
  );
}

/** An entry holds before its day, as with trivy. */
function isPast(until: string | null, nowMs: number): boolean {
  return until !== null && nowMs >= Date.parse(`${until}T00:00:00Z`);
}

const FIX_STATES: Readonly<Record<string, (it: Vulnerability) => boolean>> = {
  fixed: ({ fixedIn }) => fixedIn.length > 0,
  'not-fixed': ({ fixedIn, status }) => fixedIn.length === 0 && status === 'affected',
  'wont-fix': ({ fixedIn, status }) => fixedIn.length === 0 && status === 'will-not-fix',
  unknown: ({ fixedIn, status }) => fixedIn.length === 0 && status === 'unknown',
};

function fits(entry: IgnoreEntry, it: Vulnerability, installed: Package | null): boolean {
  const ids = [it.id, ...it.aliases].map((id) => id.toLowerCase());
  if (entry.id !== '' && !ids.includes(entry.id.toLowerCase())) return false;
  if (entry.paths.length > 0 && !entry.paths.some((glob) => matchesPath(glob, it.path))) return false;
  if (entry.purls.length > 0 && !entry.purls.some((purl) => matchesPurl(purl, it.purl))) return false;
  if (entry.packageName !== null && entry.packageName !== it.packageName) return false;
  if (entry.packageVersion !== null && entry.packageVersion !== it.installed) return false;
  if (entry.packageType !== null && entry.packageType !== installed?.type) return false;
  if (entry.fixState === null) return true;
  return Object.hasOwn(FIX_STATES, entry.fixState) && FIX_STATES[entry.fixState]?.(it) === true;
}
