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

/** The words of a brief run; counter-proofs that need an engine only where they are meant. */
export function brief(proof: 'quick' | 'full'): readonly string[] {
  return ['--allow-unproven', '--proof', proof, ...IDS.flatMap((id) => ['--only', id])];
}

export const BRIEF = brief('quick');

/** The record of a brief run, as it lies in the folder. */
export function briefText({ folder }: Copy): string {
  return readFileSync(join(folder, '.tickproof/record-selection.json'), 'utf8');
}

export function briefRecord(copy: Copy): EvidenceRecord {
  const record = readRecord(JSON.parse(briefText(copy)));
  if ('fault' in record) throw new Error(record.fault);
  return record;
}
