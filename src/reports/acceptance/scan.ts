import type { EvidenceRecord, Tick } from '../../domain/index.ts';
import { evidenceIn } from '../observed.ts';
import { code, prose } from '../markdown/write.ts';
import { evidenceTable } from '../markdown/tables.ts';
import { securityPart } from '../markdown/security.ts';
import { statusOf } from './own.ts';

/** Who looked for vulnerabilities, with which data, and what they found per target; then the other criteria of security. */
export function scanPart(record: EvidenceRecord): string {
  const scans = record.ticks.filter(({ criterion }) => criterion.check === 'packages/vulnerabilities');
  const security = securityPart(record);
  return [
    '## Step 5: Security scan',
    ...(scans.length === 0
      ? ['No criterion asks about vulnerabilities, so nothing is said about them.']
      : scans.flatMap((tick) => scanOf(tick, record))),
    ...(security === '' ? [] : [security.replace(/^## .*$/m, '### Security features')]),
  ].join('\n\n');
}

function scanOf(tick: Tick, record: EvidenceRecord): string[] {
  const { verdict, criterion } = tick;
  const because = verdict.status === 'inconclusive' || verdict.status === 'inapplicable' ? verdict.because : null;
  const tables = evidenceIn(tick).filter((it) => it.kind === 'table');
  const seen = new Set<string>();
  const found =
    verdict.status === 'fail'
      ? verdict.findings.map(({ message, reason }) => `- ${prose(message)} (${code(reason)})`)
      : [];
  return [
    `**${prose(criterion.title)}** (${code(criterion.id)}): ${statusOf(tick, record)}`,
    ...(because === null ? [] : [prose(because)]),
    ...tables.flatMap((it) => {
      const text = `**${prose(it.title)}**\n\n${evidenceTable(it)}`;
      if (seen.has(text)) return [];
      seen.add(text);
      return [text];
    }),
    ...(found.length === 0 ? [] : [found.join('\n')]),
  ];
}
