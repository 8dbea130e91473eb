import type { EvidenceRecord, Place, Tick } from '../../domain/index.ts';
import { evidenceIn } from '../observed.ts';
import { code, prose, shortCode, table } from '../markdown/write.ts';
import { linesText, statusOf } from './own.ts';

/** The files behind the deployment, and what was seen in each: which criteria rest on which of their lines. */
export function implementationPart(record: EvidenceRecord): string {
  const files = filesOf(record);
  return [
    '## Step 3: What was made',
    table(
      ['File', 'Lines', 'Digest'],
      files.map(({ path, digest, lines }) => [
        code(path),
        lines === null ? '–' : String(lines),
        digest === null ? '–' : shortCode(digest),
      ]),
    ),
    ...files.flatMap(({ path }) => featuresOf(path, record)),
  ].join('\n\n');
}

interface MadeFile {
  readonly path: string;
  readonly digest: string | null;
  readonly lines: number | null;
}

function filesOf({ inputs, ticks }: EvidenceRecord): readonly MadeFile[] {
  const { dockerfile, compose, criteria, files = [] } = inputs;
  const named: MadeFile[] = [
    ...(dockerfile ? [{ path: dockerfile.path, digest: dockerfile.sha256, lines: null }] : []),
    ...compose.flatMap((it) => it.files.map((path) => ({ path, digest: null, lines: null }))),
  ];
  const known = [
    ...files.map(({ path, sha256, lines }): MadeFile => ({ path, digest: sha256, lines })),
    ...named.filter(({ path }) => !files.some((it) => it.path === path)),
    ...(criteria.path === null ? [] : [{ path: criteria.path, digest: criteria.sha256, lines: null }]),
  ];
  const quoted = [...new Set(ticks.flatMap(placesOf).map(({ file }) => file))].filter(
    (file) => !known.some(({ path }) => path === file || path.endsWith(`/${file}`) || file.endsWith(`/${path}`)),
  );
  return [...known, ...quoted.sort().map((path) => ({ path, digest: null, lines: null }))];
}

const MOST_FEATURES = 30;

/** What holds by a file's own lines. */
function featuresOf(path: string, record: EvidenceRecord): string[] {
  const rows = record.ticks.flatMap((tick) => {
    if (tick.verdict.status !== 'pass') return [];
    const lines = placesOf(tick).filter(({ file }) => file === path || path.endsWith(`/${file}`));
    const [first] = lines;
    if (!first) return [];
    const endLine = lines.reduce((most, it) => Math.max(most, it.endLine), first.endLine);
    const startLine = lines.reduce((least, it) => Math.min(least, it.startLine), first.startLine);
    const at = { ...first, startLine, endLine };
    return [`- ${statusOf(tick, record)}: ${prose(tick.criterion.title)} (${linesText(at)})`];
  });
  if (rows.length === 0) return [];
  const left = rows.length - MOST_FEATURES;
  return [`### ${code(path)}\n\n${rows.slice(0, MOST_FEATURES).join('\n')}${left > 0 ? `\n- and ${left} more` : ''}`];
}

function placesOf(tick: Tick): readonly Place[] {
  return evidenceIn(tick).flatMap((it) => (it.kind === 'source' ? [it.at] : []));
}
