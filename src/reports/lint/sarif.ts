import type { LintedFile, LintFinding } from '../../domain/index.ts';
import { maskSecrets } from '../../formats/index.ts';
import { lastNotAbove } from '../../formats/lint-pragmas/index.ts';
import { readOn, said, shownIn } from './shown.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note', style: 'note' } as const;

/** SARIF 2.1.0, with the fixes as replacements. */
export function lintSarif(files: readonly LintedFile[], version: string): string {
  const rules = new Map<string, LintFinding>();
  for (const file of files) for (const it of shownIn(file)) if (!rules.has(it.id)) rules.set(it.id, it);
  const ids = [...rules.keys()];
  const run = {
    tool: { driver: { name: 'tickproof', version, rules: [...rules.values()].map(ruleOf) } },
    columnKind: 'utf16CodeUnits',
    artifacts: files.map(({ path }) => ({ location: { uri: uriOf(path) } })),
    results: files.flatMap((file, index) => {
      const text = { path: file.path, text: file.text, starts: lineStarts(file.text) };
      return shownIn(file).map((it) => resultOf(it, text, index, ids.indexOf(it.id)));
    }),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A file with the offsets at which its lines begin. */
interface Indexed {
  readonly path: string;
  readonly text: string;
  readonly starts: readonly number[];
}

const lineStarts = (text: string): readonly number[] => [
  0,
  ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1),
];

function ruleOf(it: LintFinding): object {
  const [helpUri] = it.references;
  return {
    id: it.id,
    shortDescription: { text: it.title },
    fullDescription: { text: it.why },
    help: { text: `${it.remedy} (${readOn(it)})` },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: LEVELS[it.severity] },
    properties: { aliases: it.aliases, tags: it.aliases },
  };
}

function resultOf(it: LintFinding, file: Indexed, index: number, ruleIndex: number): object {
  const location = { uri: uriOf(file.path), index };
  return {
    ruleId: it.id,
    ruleIndex,
    level: LEVELS[it.severity],
    message: { text: said(it.message) },
    locations: [{ physicalLocation: { artifactLocation: location, region: regionOf(it) } }],
    ...(it.fix && !tellsSecret(it.fix, file) ? { fixes: [fixOf(it.fix, file, location)] } : {}),
  };
}

function regionOf({ at: { startLine, endLine, startColumn, endColumn } }: LintFinding): object {
  return {
    startLine,
    endLine,
    ...(startColumn === undefined ? {} : { startColumn }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}

type Mend = NonNullable<LintFinding['fix']>;

const NAME_REACH = 100;

/** Whether a replacement holds a secret, also by the name before it: masked, it would spoil the file. */
function tellsSecret({ edits }: Mend, { text, starts }: Indexed): boolean {
  return edits.some(({ start, text: inserted }) => {
    const from = Math.max(starts[lastNotAbove(starts, start)] ?? 0, start - NAME_REACH);
    return !maskSecrets(`${text.slice(from, start)}${inserted}`).endsWith(inserted);
  });
}

function fixOf({ title, edits }: Mend, file: Indexed, location: object): object {
  const replacements = edits.map(({ start, end, text: inserted }) => ({
    deletedRegion: { ...positionOf(file, start, 'start'), ...positionOf(file, end, 'end') },
    insertedContent: { text: inserted },
  }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation: location, replacements }] };
}

function positionOf({ starts }: Indexed, offset: number, side: 'start' | 'end'): object {
  const line = lastNotAbove(starts, offset);
  return { [`${side}Line`]: line + 1, [`${side}Column`]: offset - (starts[line] ?? 0) + 1 };
}

function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
