import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSecrets, secretRules } from '../../src/formats/secrets/index.ts';
import type { Outcome } from './vectors.ts';

interface Vector {
  readonly rule: string;
  readonly want: boolean;
  readonly base64: string;
}

const FILE = 'gitleaks.json';

/** Rules of theirs that look at files of one kind only; the vectors say no file names. */
const PATHS: Readonly<Record<string, string>> = {
  'freemius-secret-key': 'config.php',
  'hashicorp-tf-password': 'main.tf',
  'nuget-config-password': 'nuget.config',
};

/** Ours for each of theirs: many of ours go by several names. */
const OURS = new Map<string, Set<string>>();
for (const { id, aliases } of secretRules())
  for (const name of [id, ...aliases]) OURS.set(name, (OURS.get(name) ?? new Set()).add(id));

/** Compares found and not found, rule by rule. A vector is named by its rule and the beginning of its text's SHA-256. */
export async function run(dir: string): Promise<readonly Outcome[]> {
  const { vectors } = JSON.parse(readFileSync(join(dir, FILE), 'utf8')) as { vectors: readonly Vector[] };
  const misses = vectors.flatMap((vector) => {
    const { rule, want, base64 } = vector;
    const text = Buffer.from(base64, 'base64').toString('utf8');
    const ours = OURS.get(rule);
    const path = PATHS[rule];
    const hits = findSecrets(text, path === undefined ? {} : { path });
    const isFound = hits.some((hit) => [hit.rule, ...(hit.also ?? [])].some((id) => ours?.has(id)));
    const sum = createHash('sha256').update(`${want} ${base64}`).digest('hex').slice(0, 10);
    return isFound === want ? [] : [`${rule}-${sum}: ${want ? 'not found' : 'found'}${ours ? '' : ' (no rule)'}`];
  });
  return [{ file: FILE, total: vectors.length, passed: vectors.length - misses.length, misses }];
}
