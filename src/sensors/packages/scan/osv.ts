import { type Advisories, dateOfSource, type Match, matchPackages } from '../../../catalog/index.ts';
import type { OsRelease, Package } from '../../../domain/index.ts';
import { ageDays, type Finding, type Look, oldestOf } from './finding.ts';

/** Looks with the embedded matcher. The data is as old as the oldest source that it needs for what is installed. */
export async function lookWithOsv(
  advisories: Advisories,
  how: string,
  {
    packages,
    os,
    nowMs,
  }: { readonly packages: readonly Package[]; readonly os: OsRelease | null; readonly nowMs: number },
): Promise<Look> {
  const { matches, covers, sources } = await matchPackages(advisories, packages, os);
  const needed = sources.flatMap((index) => advisories.header.sources[index] ?? []);
  const dataDate = oldestOf((needed.length > 0 ? needed : advisories.header.sources).map(dateOfSource));
  const engine = {
    name: 'osv' as const,
    version: null,
    dataDate,
    dataAgeDays: ageDays(dataDate, nowMs),
    how,
    covers,
    failed: null,
    unreadable: advisories.header.sources
      .filter((it) => it.unreadable > 0)
      .map(({ name, unreadable, unreadableFiles }) => ({
        source: name,
        advisories: unreadable,
        files: unreadableFiles,
      })),
  };
  return { engine, findings: matches.flatMap(findingsOf) };
}

function findingsOf({ package: it, entry, fixedIn, isMalicious }: Match): readonly Finding[] {
  const common = {
    engine: 'osv' as const,
    package: it,
    severity: entry.severity,
    severityFrom: entry.severityFrom,
    rank: entry.rank,
    score: entry.score,
    fixedIn,
    status: fixedIn.length > 0 ? ('fixed' as const) : (entry.status ?? ('affected' as const)),
    summary: entry.summary || (isMalicious ? 'this package was made to harm' : ''),
    published: entry.published,
  };
  if (entry.bundle.length === 0) return [{ ...common, id: entry.id, aliases: entry.aliases, advisories: [] }];
  return entry.bundle.map((id) => ({ ...common, id, aliases: [], advisories: [entry.id, ...entry.aliases] }));
}
