import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceRecord } from '../../src/index.ts';
import { readRecord } from '../../src/record/index.ts';
import type { Copy } from './copies.ts';

/** Few criteria of the example that nevertheless need everything: the build, the container and both stacks. */
const IDS = [
  'dockerfile/valid',
  'compose/valid',
  'build/succeeds',
  'image/user',
  'run/starts',
  'run/http',
  'stack/http',
  'stack/up',
];

export const BRIEF: readonly string[] = ['--allow-unproven', ...IDS.flatMap((id) => ['--only', id])];

/** The record of a brief run, as it lies in the folder. */
export function briefText({ folder }: Copy): string {
  return readFileSync(join(folder, '.tickproof/record-selection.json'), 'utf8');
}

export function briefRecord(copy: Copy): EvidenceRecord {
  const record = readRecord(JSON.parse(briefText(copy)));
  if ('fault' in record) throw new Error(record.fault);
  return record;
}
