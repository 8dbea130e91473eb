import type { EvidenceRecord } from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';
import { decisionText, exitMeaning, momentOf, tallyText } from '../outcome.ts';
import { runnerText } from './runner.ts';
import { code, factsTable, prose } from './write.ts';

/** The decision with the digests that it stands on. Everything here is computed: there is no place to write a verdict. */
export function signOffPart(record: EvidenceRecord): string {
  const { run, inputs, tool } = record;
  const rows: [string, string][] = [
    ['Decision', `**${decisionText(record)}** (exit code ${record.exitCode}: ${exitMeaning(record)})`],
    ['Balance', tallyText(record.ticks, momentOf(record))],
    ['Judged by', `${tool.name} ${prose(tool.version)}, run ${code(run.id)}`],
    ['Run by', runnerText(run.runner)],
    ['At', code(run.finishedAt)],
    ['Record', code(digestOf(record))],
    ['Criteria', code(inputs.criteria.sha256)],
    ...(inputs.image ? [['Image', code(inputs.image.imageId)] as [string, string]] : []),
    ...(inputs.image?.manifest ? [['Manifest', code(inputs.image.manifest)] as [string, string]] : []),
    ...(inputs.buildKey ? [['Build inputs', code(inputs.buildKey)] as [string, string]] : []),
    ['Signature', 'none: whoever can write this file and the record can remake both'],
  ];
  return `## Verification sign-off\n\n${factsTable(rows)}`;
}
