import { LineCounter, parseDocument } from 'yaml';
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
}

const MOST_CHARACTERS = 1_000_000;
const FORMATS = [
  'tty',
  'json',
  'checkstyle',
  'codeclimate',
  'gitlab_codeclimate',
  'gnu',
  'codacy',
  'sonarqube',
  'sarif',
  'junit',
];
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
const SEVERITIES = ['error', 'warning', 'info', 'style'] as const;

/** Reads a `.hadolint.yaml`. Keys that hadolint does not know pass, as they do there; a wrong value is a fault, which there goes unseen. */
export function readHadolintConfig(text: string): HadolintConfig | { readonly fault: string } {
  const root = mapOf(text);
  if ('fault' in root) return root;
  try {
    return configOf(root.fields);
  } catch (error) {
    if (error instanceof WrongValue) return { fault: error.message };
    throw error;
  }
}

class WrongValue extends Error {}

type Fields = ReadonlyMap<unknown, unknown>;

function mapOf(text: string): { readonly fields: Fields } | { readonly fault: string } {
  if (text.length > MOST_CHARACTERS) return { fault: 'it is too large for a configuration' };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' });
  const [error] = document.errors;
  if (error) return { fault: `line ${lines.linePos(error.pos[0]).line}: ${error.message}` };
  try {
    const value: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 100 });
    return value instanceof Map ? { fields: value } : { fault: 'it holds no settings' };
  } catch (cause) {
    return { fault: cause instanceof Error ? cause.message : 'its aliases cannot be followed' };
  }
}

function configOf(fields: Fields): HadolintConfig {
  const override = fieldsAt(fields, 'override');
  const [error, warning, info, style] = SEVERITIES.map((severity) => textsAt(override, severity));
  const format = textAt(fields, 'format', FORMATS);
  const formats = textsAt(fields, 'formats');
  for (const name of formats) known(name, FORMATS, 'formats');
  return {
    noFail: truthAt(fields, 'no-fail'),
    noColor: truthAt(fields, 'no-color'),
    verbose: truthAt(fields, 'verbose'),
    formats: format === null ? formats : [format, ...formats],
    override: { error: error ?? [], warning: warning ?? [], info: info ?? [], style: style ?? [] },
    ignored: textsAt(fields, 'ignored'),
    trustedRegistries: textsAt(fields, 'trustedRegistries'),
    labelSchema: schemaOf(fieldsAt(fields, 'label-schema')),
    strictLabels: truthAt(fields, 'strict-labels'),
    disableIgnorePragma: truthAt(fields, 'disable-ignore-pragma'),
    failureThreshold: thresholdOf(textAt(fields, 'failure-threshold', [...SEVERITIES, 'ignore', 'none'])),
  };
}

function thresholdOf(written: string | null): HadolintConfig['failureThreshold'] {
  if (written === 'none') return 'ignore';
  return written as HadolintConfig['failureThreshold']; // one of the list above
}

function schemaOf(fields: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...fields].map(([label, type]): [string, string] => {
      const name = typeof type === 'string' ? type.toLowerCase() : type === null ? '' : '?';
      if (!Object.hasOwn(LABEL_TYPES, name)) throw new WrongValue(`label-schema: there is no type \`${name}\``);
      return [String(label), LABEL_TYPES[name] ?? 'text'];
    }),
  );
}

function fieldsAt(fields: Fields, key: string): Fields {
  const value = fields.get(key) ?? new Map();
  if (!(value instanceof Map)) throw new WrongValue(`${key}: settings are wanted there`);
  return value;
}

function truthAt(fields: Fields, key: string): boolean | null {
  const value = fields.get(key) ?? null;
  if (value !== null && typeof value !== 'boolean') throw new WrongValue(`${key}: true or false is wanted`);
  return value;
}

function textAt(fields: Fields, key: string, all: readonly string[]): string | null {
  const value = fields.get(key) ?? null;
  if (value === null) return null;
  if (typeof value !== 'string') throw new WrongValue(`${key}: a word is wanted`);
  return known(value, all, key);
}

function known(value: string, all: readonly string[], key: string): string {
  if (!all.includes(value)) throw new WrongValue(`${key}: \`${value}\` is none of ${all.join(', ')}`);
  return value;
}

function textsAt(fields: Fields, key: string): readonly string[] {
  const value: unknown = fields.get(key) ?? [];
  if (!Array.isArray(value) || value.some((it) => typeof it !== 'string' && typeof it !== 'number'))
    throw new WrongValue(`${key}: a list of words is wanted`);
  return value.map(String);
}

const TRUTHS = ['1', 'y', 'yes', 'on', 'true'];

/** The settings with those of hadolint's variables under them: lists are joined, and the file has the last word on the rest. */
export function withVariables(
  config: HadolintConfig,
  env: Readonly<Record<string, string | undefined>>,
): HadolintConfig {
  const value = (name: string): string | undefined => env[`HADOLINT_${name}`];
  const list = (name: string): readonly string[] =>
    (value(name) ?? '')
      .split(',')
      .map((it) => it.trim())
      .filter((it) => it !== '');
  const truth = (name: string): boolean | null => {
    const written = value(name);
    return written === undefined ? null : TRUTHS.includes(written.toLowerCase());
  };
  const required = list('REQUIRE_LABELS').map((it): [string, string] => {
    const [label = '', type = ''] = it.split(':');
    return [label, LABEL_TYPES[type.trim().toLowerCase()] ?? 'text'];
  });
  const level = [...SEVERITIES, 'ignore' as const].find((it) => it === value('FAILURE_THRESHOLD'));
  return {
    ...config,
    noFail: config.noFail ?? truth('NOFAIL'),
    noColor: config.noColor ?? (env['NO_COLOR'] === undefined ? null : true),
    verbose: config.verbose ?? truth('VERBOSE'),
    override: {
      error: [...list('OVERRIDE_ERROR'), ...config.override.error],
      warning: [...list('OVERRIDE_WARNING'), ...config.override.warning],
      info: [...list('OVERRIDE_INFO'), ...config.override.info],
      style: [...list('OVERRIDE_STYLE'), ...config.override.style],
    },
    ignored: [...list('IGNORE'), ...config.ignored],
    trustedRegistries: [...list('TRUSTED_REGISTRIES'), ...config.trustedRegistries],
    labelSchema: { ...Object.fromEntries(required), ...config.labelSchema },
    strictLabels: config.strictLabels ?? truth('STRICT_LABELS'),
    disableIgnorePragma: config.disableIgnorePragma ?? truth('DISABLE_IGNORE_PRAGMA'),
    failureThreshold: config.failureThreshold ?? (value('FAILURE_THRESHOLD') === 'none' ? 'ignore' : (level ?? null)),
  };
}
