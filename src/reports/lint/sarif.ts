import type { LintedFile, LintFinding } from '../../domain/index.ts';
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
    results: files.flatMap((file, index) => shownIn(file).map((it) => resultOf(it, file, index, ids.indexOf(it.id)))),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

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

function resultOf(it: LintFinding, file: LintedFile, index: number, ruleIndex: number): object {
  const location = { uri: uriOf(file.path), index };
  return {
    ruleId: it.id,
    ruleIndex,
    level: LEVELS[it.severity],
    message: { text: said(it.message) },
    locations: [{ physicalLocation: { artifactLocation: location, region: regionOf(it) } }],
    ...(it.fix ? { fixes: [fixOf(it.fix, file, location)] } : {}),
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

function fixOf({ title, edits }: NonNullable<LintFinding['fix']>, { text }: LintedFile, location: object): object {
  const replacements = edits.map(({ start, end, text: inserted }) => ({
    deletedRegion: { ...positionOf(text, start, 'start'), ...positionOf(text, end, 'end') },
    insertedContent: { text: inserted },
  }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation: location, replacements }] };
}

function positionOf(text: string, offset: number, side: 'start' | 'end'): object {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { [`${side}Line`]: line, [`${side}Column`]: offset - before.lastIndexOf('\n') };
}

function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
