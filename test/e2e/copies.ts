import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EvidenceRecord } from '../../src/index.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const MADE_HERE = ['node_modules', 'dist', 'coverage', '.build', '.tickproof'];

/** A copy of the example deployment that a test may spoil. */
export interface Copy {
  readonly folder: string;
  /** Replaces text that must be there: a fault that changes nothing would be a test that says nothing. */
  edit(path: string, from: string | RegExp, to: string | ((found: string) => string)): void;
  plant(path: string, text: string): void;
  /** The line on which a text first stands, counted from 1. */
  line(path: string, text: string): number;
  remove(): void;
}

export const copyOfTmws = (): Copy => copyOfExample('tmws');

/** A copy in which nothing at rest is watched for long: for tests that judge no such thing. */
export function hastyCopyOfTmws(): Copy {
  const copy = copyOfTmws();
  copy.edit('tickproof.yaml', 'window: 31s', 'window: 2s');
  return copy;
}

export function copyOfExample(example: 'tmws' | 'kaizen'): Copy {
  const from = join(EXAMPLES, example);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `tickproof-e2e-${example}-`)));
  for (const name of readdirSync(from))
    if (!MADE_HERE.includes(name)) cpSync(join(from, name), join(folder, name), { recursive: true });
  return copyAt(folder);
}

function copyAt(folder: string): Copy {
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  return {
    folder,
    edit: (path, from, to) => {
      const text = read(path).replace(from, (found) => (typeof to === 'string' ? to : to(found)));
      if (text === read(path)) throw new Error(`${path} does not hold ${String(from)}`);
      writeFileSync(join(folder, path), text);
    },
    plant: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    line: (path, text) => {
      const before = read(path).split(text);
      if (before.length < 2) throw new Error(`${path} does not hold ${JSON.stringify(text)}`);
      return (before[0] ?? '').split('\n').length;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What a record says is wrong: of each red criterion its check, reasons, messages and places. */
export function redOf({ ticks }: EvidenceRecord): Readonly<Record<string, Red>> {
  return Object.fromEntries(
    ticks.flatMap(({ criterion: { id, check, remedy }, verdict }) => {
      if (verdict.status !== 'fail') return [];
      const { findings } = verdict;
      const evidence = findings.flatMap((it) => it.evidence);
      return [
        [
          id,
          {
            check,
            remedy,
            reasons: [...new Set(findings.map(({ reason }) => reason))],
            messages: findings.map(({ message }) => message),
            lines: evidence.flatMap((it) => (it.kind === 'source' ? [`${it.at.file}:${it.at.startLine}`] : [])),
            files: evidence.flatMap((it) => (it.kind === 'file' ? [it.path] : [])),
            layers: evidence.flatMap((it) => (it.kind === 'file' && it.layer !== undefined ? [it.layer] : [])),
            text: JSON.stringify(findings),
          },
        ],
      ];
    }),
  );
}

export interface Red {
  readonly check: string;
  readonly remedy: string;
  readonly reasons: readonly string[];
  readonly messages: readonly string[];
  readonly lines: readonly string[];
  readonly files: readonly string[];
  readonly layers: readonly number[];
  /** All of the findings, for whatever else they must name. */
  readonly text: string;
}

/** Ids of criteria by what became of them. */
export function idsOf(
  { ticks }: EvidenceRecord,
  status: EvidenceRecord['ticks'][number]['verdict']['status'],
): string[] {
  return ticks.filter(({ verdict }) => verdict.status === status).map(({ criterion }) => criterion.id);
}
