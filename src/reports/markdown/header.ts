import type { EvidenceRecord } from '../../domain/index.ts';
import { humanize, plural } from '../../formats/index.ts';
import { decisionText, exitMeaning, momentOf, tallyText } from '../outcome.ts';
import { titleOf } from '../naming.ts';
import { minuteOf } from '../text/minute.ts';
import { tookText } from '../took.ts';
import { runnerText } from './runner.ts';
import { code, factsTable, prose, shortCode, table } from './write.ts';

/** What was judged, by whom, when, and what came of it. */
export function headerPart(record: EvidenceRecord): string {
  const nowMs = momentOf(record);
  const decision = `**${decisionText(record)}**: ${tallyText(record.ticks, nowMs)}.`;
  return [
    `# Deployment verification: ${prose(titleOf(record))}`,
    decision,
    `Exit code ${record.exitCode}: ${exitMeaning(record)}.`,
    factsTable(rowsOf(record)),
    '*Proven* means: observed by a run, the same check shown to go red where the sentence is false, and nothing that it depends on has changed.',
    inputsTable(record),
  ].join('\n\n');
}

function rowsOf({ name, subject, run, inputs, tool, validUntil, ticks }: EvidenceRecord): [string, string][] {
  const { engine, runner } = run;
  const { image } = inputs;
  return [
    ['Deployment', titleOf({ name, subject }) !== name ? code(subject) : `${prose(name)} (${code(subject)})`],
    ...(image
      ? [
          ['Image', `${code(image.imageId)}${image.platform === '' ? '' : ` (${code(image.platform)})`}`] as [
            string,
            string,
          ],
        ]
      : []),
    ['Run', `${code(run.id)}, ${runnerText(runner)}`],
    ['Date', `${code(run.startedAt)} to ${code(run.finishedAt)} (${tookText(run)})`],
    ...takenOver(ticks),
    [
      'Engine',
      engine
        ? `${prose(`${engine.kind} ${engine.version}`)} (API ${prose(engine.apiVersion)}, store ${prose(engine.store)}, ${prose(engine.architecture)}, kernel ${prose(engine.kernel)}, cgroup ${prose(engine.cgroup)})`
        : `none: ${prose(run.whyNoEngine ?? 'not asked for')}`,
    ],
    ['Tool', `${tool.name} ${prose(tool.version)}`],
    [
      'Valid until',
      validUntil === null
        ? 'its inputs change'
        : `${code(minuteOf(validUntil))} at the latest, or until its inputs change`,
    ],
    ['Is it still true?', code(`tickproof status ${subject}`)],
    ...(inputs.dockerfile || inputs.context ? [['Commands', whereTyped(subject)] as [string, string]] : []),
  ];
}

/** Paths in commands mean something in one folder only. */
function whereTyped(subject: string): string {
  if (subject === '.') return "are typed in the deployment's folder";
  return `are typed in the folder from which the deployment is ${code(subject)}`;
}

/** What this run did not judge again, and when that was judged: a reader must not take its date for theirs. */
function takenOver(ticks: EvidenceRecord['ticks']): [string, string][] {
  const dates = ticks
    .filter(({ reused }) => reused)
    .map(({ judgedAt }) => judgedAt)
    .sort();
  const [first] = dates;
  const last = dates.at(-1);
  if (first === undefined || last === undefined) return [];
  return [
    [
      'Taken over',
      `${dates.length} of ${plural(ticks.length, 'result')} from earlier runs, judged ${code(first)} to ${code(last)}: nothing that they depend on has changed since`,
    ],
  ];
}

/** The files behind the record, as the guide lists the files that were made. */
function inputsTable({ inputs }: EvidenceRecord): string {
  const { dockerfile, context, compose, bases, criteria } = inputs;
  const rows: [string, string][] = [
    ...(dockerfile ? [[`Dockerfile ${code(dockerfile.path)}`, shortCode(dockerfile.sha256)] as [string, string]] : []),
    ...(context
      ? [['Build context', `${plural(context.files, 'file')}, ${humanize(context.bytes, 'B')}`] as [string, string]]
      : []),
    ...bases.map(({ reference, imageId, standIn }): [string, string] => [
      `Base image ${code(reference)}`,
      `${imageId === null ? 'not on this engine' : shortCode(imageId)}${standIn ? ', **a stand-in**' : ''}`,
    ]),
    ...compose.map(({ stack, files }): [string, string] => [
      `Compose project ${code(stack)}`,
      files.map(code).join(', '),
    ]),
    [
      `Criteria ${criteria.path === null ? `(built-in profile ${code(criteria.profile)})` : code(criteria.path)}`,
      shortCode(criteria.sha256),
    ],
  ];
  return `## What was judged\n\n${table(['Input', 'Seen'], rows)}`;
}
