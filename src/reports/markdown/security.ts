import type { EvidenceRecord } from '../../domain/index.ts';
import { glyph } from '../glyph.ts';
import { observedOf } from '../observed.ts';
import { momentOf } from '../outcome.ts';
import { countProofs, proofsOf } from '../proofs.ts';
import { code, prose, table } from './write.ts';

/** The checks that an auditor asks for first: who runs, what leaks, what may be changed. */
const OF_SECURITY: ReadonlySet<string> = new Set([
  'build/base-pinned',
  'build/no-secret-args',
  'compose/hardening',
  'compose/ports',
  'compose/secrets',
  'context/excludes',
  'context/no-secrets',
  'dockerfile/no-add-remote',
  'dockerfile/non-root',
  'image/certificates',
  'image/identity',
  'image/no-residue',
  'image/no-secrets',
  'image/no-source',
  'image/no-source-maps',
  'image/setuid',
  'image/user',
  'image/world-writable',
  'packages/vulnerabilities',
  'run/capabilities',
  'run/read-only',
  'run/user',
]);

/** The criteria that are about security, in one table; those that were not asked for are named. */
export function securityPart(record: EvidenceRecord): string {
  const ticks = record.ticks.filter(({ criterion }) => OF_SECURITY.has(criterion.check));
  if (ticks.length === 0) return '';
  const rows = ticks.map((tick) => {
    const { red, tried } = countProofs(proofsOf(record, tick));
    const seen = observedOf(tick);
    return [
      glyph(tick, momentOf(record)),
      `${prose(tick.criterion.title)} ${code(tick.criterion.id)}`,
      tick.verdict.status === 'pass' ? code(seen) : prose(seen) || '–',
      tried === 0 ? '–' : `${red}/${tried}`,
    ];
  });
  const judged = new Set(ticks.map(({ criterion }) => criterion.check));
  const left = [...OF_SECURITY].filter((check) => !judged.has(check));
  const silence =
    left.length === 0 ? [] : [`Not part of these criteria, so nothing is said about: ${left.map(code).join(', ')}.`];
  return ['## Security verification', table(['Status', 'Criterion', 'Observed', 'Red'], rows), ...silence].join('\n\n');
}
