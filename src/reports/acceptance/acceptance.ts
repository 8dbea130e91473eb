import type { EvidenceRecord } from '../../domain/index.ts';
import { headerPart } from '../markdown/header.ts';
import { changesPart } from '../markdown/changes.ts';
import { limitsPart } from '../markdown/limits.ts';
import { seriesPart } from '../markdown/metrics.ts';
import { seal } from '../markdown/seal.ts';
import { signOffPart } from '../markdown/sign-off.ts';
import { acceptancePart } from './criteria.ts';
import { implementationPart } from './implementation.ts';
import { metricsTable } from './metrics.ts';
import { scanPart } from './scan.ts';
import { stepsPart } from './steps.ts';
import { usagePart } from './usage.ts';
import { weightPart } from './weight.ts';

/**
 * The evidence of an acceptance in steps: what must hold, that each of it was seen red, what was made, that it holds, what a
 * scan says; then the acceptance table with its lines, metrics, sizes and the sign-off. Everything comes from the record.
 */
export function acceptance(record: EvidenceRecord, shown: EvidenceRecord = record): string {
  const parts = [
    headerPart(shown),
    ...stepsPart(shown, implementationPart(shown)),
    scanPart(shown),
    acceptancePart(shown),
    usagePart(shown),
    metricsTable(shown),
    seriesPart(shown),
    weightPart(shown),
    limitsPart(shown),
    changesPart(shown),
    signOffPart(record),
  ];
  const body = `${parts.filter((part) => part !== '').join('\n\n---\n\n')}\n`;
  return `${body}\n${seal(record, body)}\n`;
}
