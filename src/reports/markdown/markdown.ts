import type { EvidenceRecord } from '../../domain/index.ts';
import { changesPart } from './changes.ts';
import { headerPart } from './header.ts';
import { limitsPart } from './limits.ts';
import { metricsPart, seriesPart } from './metrics.ts';
import { proofsPart } from './proofs.ts';
import { seal } from './seal.ts';
import { sectionsPart } from './sections.ts';
import { securityPart } from './security.ts';
import { signOffPart } from './sign-off.ts';
import { treePart } from './tree.ts';

/**
 * The evidence document: the structure of a hand-written verification guide, with nothing in it that no run produced.
 * The same record gives the same bytes; the last comment holds the digest of all that stands above it.
 */
export function markdown(record: EvidenceRecord, shown: EvidenceRecord = record): string {
  const parts = [
    headerPart(shown),
    sectionsPart(shown),
    metricsPart(shown),
    treePart(shown),
    seriesPart(shown),
    securityPart(shown),
    proofsPart(shown),
    limitsPart(shown),
    changesPart(shown),
    signOffPart(record),
  ];
  const body = `${parts.filter((part) => part !== '').join('\n\n---\n\n')}\n`;
  return `${body}\n${seal(record, body)}\n`;
}
