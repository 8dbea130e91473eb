import type { Evidence, EvidenceRecord, TreeRow } from '../../domain/index.ts';
import { humanize, plural } from '../../formats/index.ts';
import { evidenceIn } from '../observed.ts';
import { oneLine } from '../text/visible.ts';
import { cut, padded, rightAligned, widthOf } from '../text/width.ts';
import { block, code, prose } from './write.ts';

type Tree = Extract<Evidence, { kind: 'tree' }>;

/** Longer labels are commands: their beginning says which. */
const LABEL = 64;

/** Trees of sizes, e.g. of the build's stages, with their sums shown. */
export function treePart({ ticks }: EvidenceRecord): string {
  const parts = ticks.flatMap((tick) => {
    const evidence = evidenceIn(tick);
    return evidence
      .filter((it) => it.kind === 'tree')
      .map(
        (tree) => `### ${prose(capitalized(tree.title))} (${code(tick.criterion.id)})\n\n${treeText(tree, evidence)}`,
      );
  });
  return parts.length === 0 ? '' : `## Sizes and stages\n\n${parts.join('\n\n')}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function treeText({ rows }: Tree, evidence: readonly Evidence[]): string {
  const sums = sumLines(rows);
  const measures = evidence.flatMap((it) =>
    it.kind === 'measure' ? [`**${prose(it.what)}**: ${humanize(it.value, it.unit)}`] : [],
  );
  return [
    block('text', treeLines(rows).join('\n')),
    ...(sums.length === 0 ? [] : [`How the sums come about:\n\n${sums.join('\n')}`]),
    ...(measures.length === 0 ? [] : [measures.join(' · ')]),
  ].join('\n\n');
}

/** Rows with branches drawn before them and sizes in a column behind. */
function treeLines(rows: readonly TreeRow[]): string[] {
  const labels = rows.map((row, index) => `${branchOf(rows, index)}${cut(oneLine(row.label), LABEL)}`);
  const sizes = rows.map(({ sizeBytes }) => humanize(sizeBytes, 'B'));
  const wide = Math.max(0, ...labels.map(widthOf));
  const digits = Math.max(0, ...sizes.map(widthOf));
  return rows.map(({ note }, index) => {
    const size = rightAligned(sizes[index] ?? '', digits);
    return `${padded(labels[index] ?? '', wide)}  ${size}${note ? `  (${oneLine(note)})` : ''}`;
  });
}

function branchOf(rows: readonly TreeRow[], index: number): string {
  const depth = rows[index]?.depth ?? 0;
  const bars = Array.from({ length: depth }, (_, level) => (goesOn(rows, index, level) ? '│  ' : '   '));
  return `${bars.join('')}${goesOn(rows, index, depth) ? '├─ ' : '└─ '}`;
}

/** Whether a later row stands at this level under the same parent. */
function goesOn(rows: readonly TreeRow[], index: number, level: number): boolean {
  const next = rows.slice(index + 1).find(({ depth }) => depth <= level);
  return next?.depth === level;
}

/** How each sum comes about; what its parts leave open is said. */
function sumLines(rows: readonly TreeRow[]): string[] {
  return rows.flatMap(({ label, sizeBytes, depth }, index) => {
    const parts = childrenOf(rows, index, depth);
    if (parts.length === 0) return [];
    const open = sizeBytes - parts.reduce((sum, part) => sum + part.sizeBytes, 0);
    const terms = parts.map((part) => humanize(part.sizeBytes, 'B')).join(' + ');
    const rest =
      open === 0
        ? ''
        : `; ${humanize(Math.abs(open), 'B')} ${open > 0 ? 'not accounted for' : 'too many in the parts'}`;
    return [
      `- ${prose(cut(label, LABEL))}: ${terms} = ${humanize(sizeBytes, 'B')} (${plural(sizeBytes, 'byte')}${rest})`,
    ];
  });
}

function childrenOf(rows: readonly TreeRow[], index: number, depth: number): TreeRow[] {
  const below = rows.slice(index + 1);
  const end = below.findIndex((row) => row.depth <= depth);
  return (end === -1 ? below : below.slice(0, end)).filter((row) => row.depth === depth + 1);
}
