import type { Diagnosis } from '../../domain/index.ts';
import { maskSecrets } from '../../formats/index.ts';
import { rules } from './rules.ts';
import type { Symptoms } from './symptoms.ts';

const KEPT_LINES = 4;
const KEPT_CHARACTERS = 300;

/** Why it fails, what shows it and what to do; null when the symptoms say nothing. The first rule that knows wins. */
export function diagnose(symptoms: Symptoms): Diagnosis | null {
  for (const rule of rules) {
    const found = rule(symptoms);
    if (found) return masked(found);
  }
  return null;
}

function masked({ kind, cause, evidence, remedy }: Diagnosis): Diagnosis {
  const kept = evidence.slice(0, KEPT_LINES).map((line) => maskSecrets(line.trim()).slice(0, KEPT_CHARACTERS));
  return { kind, cause: maskSecrets(cause), evidence: kept, remedy };
}
