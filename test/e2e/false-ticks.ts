import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const FAULTS = join(import.meta.dirname, '../../examples/faults');

/** One kind of false tick: `unseen` says why nothing here notices it yet. */
export interface FalseTick {
  readonly row: number;
  readonly kind: string;
  /** What is ticked, in words. */
  readonly tick: string;
  readonly unseen?: string;
}

/** What is said of a criterion that a naive verification ticks. */
export interface Expected {
  readonly kind: string;
  readonly criterion: string;
  readonly verdict: 'pass' | 'fail' | 'inapplicable' | 'inconclusive';
  readonly reason?: string;
  readonly proof?: 'vacuous' | 'partial' | 'unattempted';
  /** One sentence; `…` stands for what differs from run to run. */
  readonly says: string;
}

export interface Fixture {
  readonly name: string;
  /** What the naive verification, or this one, needs. */
  readonly needs: 'engine' | 'nothing';
  readonly ticks: readonly Expected[];
}

/** Kinds whose record the test itself makes, and then moves on from, with the sentence that says so. */
export const OF_RECORDS: Readonly<Record<string, string>> = {
  'signed-without-engine': 'there is no image: …',
  'older-than-its-inputs': '⧗ stale … changed: dockerfile.raw',
  'quoted-lines-moved': '⧗ stale … changed: dockerfile.raw',
  'quoted-line-gone': '⧗ stale … changed: dockerfile.raw',
  'edited-record': '⧗ tampered: line … of log.jsonl does not agree with the one before, or with record.json',
  'dropped-result': '⧗ tampered: line … of log.jsonl does not agree with the one before, or with record.json',
  'dropped-log': '⧗ tampered: log.jsonl, which notes every run, is missing or empty',
  'threshold-loosened': 'loosened: <1kB → <50kB',
  'gate-made-advisory': 'loosened: required → advisory',
  'gate-removed': 'removed: …',
};

export const kinds = JSON.parse(readFileSync(join(FAULTS, 'kinds.json'), 'utf8')) as readonly FalseTick[];

export const fixtures: readonly Fixture[] = readdirSync(FAULTS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => {
    if (!readdirSync(join(FAULTS, name)).includes('expected.json')) return [];
    return [
      { name, ...(JSON.parse(readFileSync(join(FAULTS, name, 'expected.json'), 'utf8')) as Omit<Fixture, 'name'>) },
    ];
  });

/** Whether a text holds the sentence, whatever stands for `…`. */
export function saysSo(text: string, sentence: string): boolean {
  const parts = sentence.split('…');
  let at = 0;
  return parts.every((part) => {
    const found = text.indexOf(part, at);
    at = found + part.length;
    return found !== -1;
  });
}

const SIGNS = { fail: '❌', inconclusive: '⛔', inapplicable: '–' } as const;

function said({ verdict, proof, says, criterion, reason }: Expected, name: string): string {
  const sign = verdict === 'pass' ? (proof === 'vacuous' ? '⚠' : '◐') : SIGNS[verdict];
  const code = reason ? ` (\`${reason}\`)` : '';
  return `${sign} ${inCell(says)}${code} · [${name}](../../examples/faults/${name}) ${criterion}`;
}

const inCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '\\<');

/** The guide's page about false ticks: each kind with what is said about it. */
export function falseTicksPage(): string {
  const rows = kinds.map(({ row, kind, tick, unseen }) => {
    const ticks = fixtures.flatMap(({ name, ticks: all }) =>
      all.flatMap((it) => (it.kind === kind && it.says !== '…' ? [said(it, name)] : [])),
    );
    const ofRecord = OF_RECORDS[kind];
    const record = ofRecord === undefined ? [] : [`${inCell(ofRecord)} · a record that the test makes`];
    const nothing = unseen === undefined ? [] : [`not noticed: ${inCell(unseen)}`];
    return `| ${row} | ${inCell(tick)} | ${[...ticks, ...record, ...nothing].join('<br>')} |`;
  });
  return `${[...INTRODUCTION, ...rows].join('\n')}\n`;
}

const INTRODUCTION = [
  '# False ticks',
  '',
  'Every kind of false tick below was found in a real verification guide, in an evidence document or in the pipeline around them. Each is',
  'made again, in small, in `examples/faults`: a deployment, the hand-written verification that ticks it (`naive.sh`), and what Tickproof must',
  'say instead (`expected.json`). `npx vitest run --project engine test/e2e/false-ticks` runs both and prints them side by side. `tickproof verify` renders none of',
  'them ✅; what nothing notices yet is in the table as well, and says so.',
  '',
  'An `…` stands for what differs from run to run. This page is made from the fixtures: `npx vitest run --project unit test/house/false-ticks -u`.',
  '',
  '| | what is ticked | what Tickproof says |',
  '| --- | --- | --- |',
];
