import type { LintSeverity } from '../../domain/index.ts';

/** A `.hadolint.yaml` in our words. Null: it does not say. */
export interface HadolintConfig {
  readonly noFail: boolean | null;
  readonly noColor: boolean | null;
  readonly verbose: boolean | null;
  readonly formats: readonly string[];
  readonly override: Readonly<Record<LintSeverity, readonly string[]>>;
  readonly ignored: readonly string[];
  readonly trustedRegistries: readonly string[];
  readonly labelSchema: Readonly<Record<string, string>>;
  readonly strictLabels: boolean | null;
  readonly disableIgnorePragma: boolean | null;
  /** `ignore` is what it calls never. */
  readonly failureThreshold: LintSeverity | 'ignore' | null;
  /** Names that it does not have: they pass, as they do in hadolint, but are said. */
  readonly warnings: readonly string[];
}

/** A setting that has a value which it cannot have. */
export class WrongValue extends Error {}

/** What `read` makes of settings, or why it cannot. */
export function guarded<T>(read: () => T): T | { readonly fault: string } {
  try {
    return read();
  } catch (error) {
    if (error instanceof WrongValue) return { fault: error.message };
    throw error;
  }
}

export function oneOf(value: string, all: readonly string[], key: string): string {
  if (!all.includes(value)) throw new WrongValue(`${key}: \`${value}\` is none of ${all.join(', ')}`);
  return value;
}

const LABEL_TYPES: Readonly<Record<string, string>> = {
  '': 'text',
  text: 'text',
  url: 'url',
  email: 'email',
  rfc3339: 'rfc3339',
  semver: 'semver',
  hash: 'hash',
  spdx: 'spdx',
};

/** The type of a label as our checks call it. */
export function labelType(written: string, key: string): string {
  const name = written.toLowerCase();
  const type = Object.hasOwn(LABEL_TYPES, name) ? LABEL_TYPES[name] : undefined;
  if (type === undefined) throw new WrongValue(`${key}: there is no type \`${name}\``);
  return type;
}

export const SEVERITIES = ['error', 'warning', 'info', 'style'] as const;
const LEVELS: readonly string[] = [...SEVERITIES, 'ignore', 'none'];

/** From where on a run fails: `none` is another word for `ignore`. */
export function threshold(written: string | null, key: string): LintSeverity | 'ignore' | null {
  if (written === null) return null;
  const level = oneOf(written, LEVELS, key);
  return level === 'none' ? 'ignore' : (level as LintSeverity | 'ignore'); // one of the list
}
