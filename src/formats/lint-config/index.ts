import { LineCounter, parseDocument } from 'yaml';
import { nearest } from '../nearest.ts';
import { guarded, type HadolintConfig, labelType, oneOf, SEVERITIES, threshold, WrongValue } from './values.ts';

export type { HadolintConfig } from './values.ts';
export { withVariables } from './variables.ts';

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
const KEYS = [
  'failure-threshold',
  'format',
  'formats',
  'ignored',
  'override',
  'label-schema',
  'strict-labels',
  'trustedRegistries',
  'no-fail',
  'no-color',
  'verbose',
  'disable-ignore-pragma',
];

/** Reads a `.hadolint.yaml`. Keys that hadolint does not know pass, as they do there; a wrong value is a fault, which there goes unseen. */
export function readHadolintConfig(text: string): HadolintConfig | { readonly fault: string } {
  const root = mapOf(text);
  if ('fault' in root) return root;
  return guarded(() => configOf(root.fields));
}

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
  const format = textAt(fields, 'format');
  if (format !== null) oneOf(format, FORMATS, 'format');
  const formats = textsAt(fields, 'formats');
  for (const name of formats) oneOf(name, FORMATS, 'formats');
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
    failureThreshold: threshold(textAt(fields, 'failure-threshold'), 'failure-threshold'),
    warnings: [...strangers(fields, '', KEYS), ...strangers(override, 'override: ', SEVERITIES)],
  };
}

const MOST_NAMED = 20;

/** What is said of keys that it does not have. */
function strangers(fields: Fields, within: string, all: readonly string[]): readonly string[] {
  const unknown = [...fields.keys()].map(String).filter((key) => !all.includes(key));
  return unknown.slice(0, MOST_NAMED).map((key) => {
    const near = all.find((it) => key.length >= 3 && it.startsWith(key)) ?? nearest(key, all);
    return `there is no setting \`${within}${key}\`${near === null ? '' : `, did you mean \`${near}\`?`}`;
  });
}

function schemaOf(fields: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...fields].map(([label, type]): [string, string] => {
      const name = typeof type === 'string' ? type : type === null ? '' : '?';
      return [String(label), labelType(name, 'label-schema')];
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

function textAt(fields: Fields, key: string): string | null {
  const value = fields.get(key) ?? null;
  if (value === null) return null;
  if (typeof value !== 'string') throw new WrongValue(`${key}: a word is wanted`);
  return value;
}

function textsAt(fields: Fields, key: string): readonly string[] {
  const value: unknown = fields.get(key) ?? [];
  if (!Array.isArray(value) || value.some((it) => typeof it !== 'string' && typeof it !== 'number'))
    throw new WrongValue(`${key}: a list of words is wanted`);
  return value.map(String);
}
