import type { Diagnosis } from '../../domain/index.ts';
import { maskSecrets } from '../../formats/index.ts';
import { rules } from './rules.ts';

/** What is known of a container, a build or a request that does not do what it should. Everything but the lines is optional. */
export interface Symptoms {
  /** Log lines, oldest first. */
  readonly lines: readonly string[];
  readonly exitCode?: number | null;
  readonly oomKilled?: boolean;
  /** What the engine said when it could not start it. */
  readonly error?: string | null;
  readonly memoryLimitBytes?: number | null;
  /** Output of the health check's probes, newest last. */
  readonly probes?: readonly { readonly exitCode: number; readonly output: string }[];
  readonly healthTest?: readonly string[];
  /** It runs, its port was asked, and nothing answered there. */
  readonly asked?: { readonly port: number };
  readonly listening?: readonly { readonly port: number; readonly address: string; readonly loopback: boolean }[];
  /** A request from inside to somewhere else, and why it failed. */
  readonly reach?: { readonly url: string; readonly message: string };
  /** The image's own platform and the engine's. */
  readonly platform?: { readonly image: string; readonly engine: string };
  /** Files of the image that are known to be there. */
  readonly present?: (path: string) => boolean;
}

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
