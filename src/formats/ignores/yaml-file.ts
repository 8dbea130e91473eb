import { LineCounter, parseDocument, type Document, isNode } from 'yaml';
import { field, fieldsOf, isFields, listAt, textAt, textsAt } from '../scans/fields.ts';
import { entryOf, type IgnoreEntry, type IgnoreFile, untilOf } from './entry.ts';

const MOST_CHARACTERS = 5_000_000;

interface Yaml {
  readonly value: unknown;
  readonly lineOf: (path: readonly (string | number)[]) => number | null;
}

/** The plain value of a YAML text and where its parts stand; a fault where it is none. */
function readYaml(text: string): Yaml | { readonly fault: string } {
  if (text.length > MOST_CHARACTERS) return { fault: 'it is too large for an ignore file' };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' });
  const [error] = document.errors;
  if (error) return { fault: error.message };
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown, lineOf: (path) => lineAt(document, lines, path) };
  } catch (cause) {
    return { fault: cause instanceof Error ? cause.message : 'its aliases cannot be followed' };
  }
}

function lineAt(document: Document, lines: LineCounter, path: readonly (string | number)[]): number | null {
  const node = document.getIn(path, true);
  return isNode(node) && node.range ? lines.linePos(node.range[0]).line : null;
}

const SECTIONS: Readonly<Record<string, IgnoreEntry['kind']>> = {
  vulnerabilities: 'vulnerability',
  misconfigurations: 'misconfiguration',
  secrets: 'secret',
  licenses: 'licence',
};

/** `.trivyignore.yaml`: lists by kind, each entry with an id, and `paths`, `purls`, `expired_at`, `statement` where wanted. */
export function readTrivyIgnoreYaml(text: string): IgnoreFile {
  const read = readYaml(text);
  if ('fault' in read) return { entries: [], problems: [{ entry: '', detail: read.fault }] };
  const problems: { entry: string; detail: string }[] = [];
  const entries: IgnoreEntry[] = [];
  for (const [section, kind] of Object.entries(SECTIONS)) {
    for (const [index, it] of listAt(read.value, section).entries()) {
      const id = textAt(it, 'id');
      const written = dateText(field(it, 'expired_at'));
      const until = written === '' ? null : untilOf(written);
      const line = read.lineOf([section, index]);
      if (id === '') problems.push({ entry: '', detail: `${section}, line ${line}: an entry without an id` });
      else if (written !== '' && until === null)
        problems.push({ entry: id, detail: `line ${line}: \`${written.slice(0, 40)}\` is no date` });
      else {
        const conditions = { paths: textsAt(it, 'paths'), purls: textsAt(it, 'purls') };
        entries.push(entryOf(id, { kind, ...conditions, until, because: textAt(it, 'statement'), line }));
      }
    }
  }
  return { entries, problems };
}

const dateText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

const KNOWN = new Set('vulnerability include-aliases reason fix-state package vex-status vex-justification'.split(' '));
const KNOWN_OF_PACKAGE = new Set('name version type location'.split(' '));

/** The `ignore` list of grype's configuration. A rule with a condition that is not known here is left out and named: half of it would ignore too much. */
export function readGrypeIgnores(text: string): IgnoreFile {
  const read = readYaml(text);
  if ('fault' in read) return { entries: [], problems: [{ entry: '', detail: read.fault }] };
  const problems: { entry: string; detail: string }[] = [];
  const entries: IgnoreEntry[] = [];
  for (const [index, rule] of listAt(read.value, 'ignore').entries()) {
    const line = read.lineOf(['ignore', index]);
    const id = textAt(rule, 'vulnerability');
    const fault = faultOf(rule);
    if (fault !== null) {
      problems.push({ entry: id, detail: `line ${line}: ${fault}` });
      continue;
    }
    const location = textAt(rule, 'package', 'location');
    entries.push(
      entryOf(id, {
        kind: 'vulnerability',
        paths: location === '' ? [] : [location],
        packageName: textAt(rule, 'package', 'name') || null,
        packageVersion: textAt(rule, 'package', 'version') || null,
        packageType: textAt(rule, 'package', 'type') || null,
        fixState: textAt(rule, 'fix-state') || null,
        because: textAt(rule, 'reason'),
        line,
      }),
    );
  }
  return { entries, problems };
}

function faultOf(rule: unknown): string | null {
  if (!isFields(rule)) return 'a rule is a list of conditions';
  const unknown = [
    ...Object.keys(rule).filter((key) => !KNOWN.has(key)),
    ...Object.keys(fieldsOf(field(rule, 'package'))).filter((key) => !KNOWN_OF_PACKAGE.has(key)),
  ];
  if (unknown.length > 0) return `the condition \`${unknown[0]}\` is not known here`;
  if ('vex-status' in rule || 'vex-justification' in rule) return 'rules about VEX are read from the VEX files alone';
  if (/[\\^$*+?()[\]{}|]/.test(textAt(rule, 'package', 'name')))
    return 'patterns for names are not read; write the name';
  const conditions = [
    textAt(rule, 'vulnerability'),
    textAt(rule, 'fix-state'),
    ...Object.values(fieldsOf(field(rule, 'package'))),
  ];
  return conditions.every((it) => it === '' || typeof it !== 'string')
    ? 'a rule without a condition ignores everything'
    : null;
}
