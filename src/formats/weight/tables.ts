import type { Saving, TreeRow, Weight, WeightCell } from '../../domain/index.ts';
import { humanize, plural } from '../units.ts';

/** A table as evidence and terminals show it. */
export interface WeightTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

const bytes = (value: number): string => humanize(value, 'B');
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`;
}

/** Where the bytes came from: the base image as one, with its layers below, then each instruction that brought any. */
export function originRows({ layers, totalBytes }: Pick<Weight, 'layers' | 'totalBytes'>): readonly TreeRow[] {
  const base = layers.filter(({ fromBase }) => fromBase);
  const row = ({ label, bytes: sizeBytes, at }: Weight['layers'][number], depth: number): TreeRow => ({
    depth,
    label: shortened(label),
    sizeBytes,
    note: [share(sizeBytes, totalBytes), ...(at ? [`${at.file}:${at.startLine}`] : [])].join(' · '),
  });
  const ofBase = sum(base.map((it) => it.bytes));
  return [
    { depth: 0, label: 'all layers', sizeBytes: totalBytes },
    ...(base.length === 0
      ? []
      : [{ depth: 1, label: 'base image', sizeBytes: ofBase, note: share(ofBase, totalBytes) }]),
    ...base.filter((it) => it.bytes > 0).map((it) => row(it, 2)),
    ...layers.filter((it) => !it.fromBase && it.bytes > 0).map((it) => row(it, 1)),
  ];
}

const SHOWN_OWNERS = 20;

/** Whose the bytes are: packages, runtimes, instructions; the largest, and the others as one. */
export function ownerTable({ owners, totalBytes }: Pick<Weight, 'owners' | 'totalBytes'>): WeightTable {
  const rows = owners
    .slice(0, SHOWN_OWNERS)
    .map((it) => [
      shortened(it.label),
      bytes(it.bytes),
      share(it.bytes, totalBytes),
      it.retainedBytes === it.bytes ? '' : bytes(it.retainedBytes),
      it.why.length > 1 ? it.why.join(' → ') : '',
    ]);
  const others = owners.slice(SHOWN_OWNERS);
  const rest = sum(others.map((it) => it.bytes));
  return {
    title: 'Whose it is',
    head: ['Owner', 'Bytes', 'Share', 'With what only it needs', 'Why it is here'],
    rows:
      others.length === 0
        ? rows
        : [...rows, [plural(others.length, 'other'), bytes(rest), share(rest, totalBytes), '', '']],
    notes: [],
  };
}

/** Bytes of each kind, largest first. */
export function bytesByKind({ cells }: Pick<Weight, 'cells'>): readonly (readonly [WeightCell['kind'], number])[] {
  return byKey(cells, ({ kind }) => kind);
}

/** What the bytes are; and how many of them nobody sees. */
export function kindTable(weight: Pick<Weight, 'cells' | 'totalBytes'>): WeightTable {
  const { cells, totalBytes } = weight;
  const hidden = byKey(cells, ({ fate }) => fate).filter(([fate]) => fate !== 'live');
  return {
    title: 'What it is',
    head: ['Kind', 'Bytes', 'Share'],
    rows: bytesByKind(weight)
      .filter(([, value]) => value > 0)
      .map(([kind, value]) => [kind, bytes(value), share(value, totalBytes)]),
    notes: hidden.filter(([, value]) => value > 0).map(([fate, value]) => `${FATES[fate]}: ${bytes(value)}`),
  };
}

const FATES: Readonly<Record<WeightCell['fate'], string>> = {
  live: 'visible',
  overwritten: 'written again by a later layer',
  deleted: 'deleted by a later layer',
  rewritten: 'stored again with another owner or mode',
  duplicate: 'the same content at another path',
};

/** What an edit of this Dockerfile would save: the sets of bytes are disjoint, so this is their sum. */
export function savableBytes({ savings }: Pick<Weight, 'savings'>): number {
  return sum(savings.filter(({ inBase }) => !inBase).map((it) => it.bytes));
}

/** What could go, and by which edit. */
export function savingTable(weight: Pick<Weight, 'savings' | 'totalBytes'>): WeightTable {
  const { savings, totalBytes } = weight;
  const own = savings.filter(({ inBase }) => !inBase);
  const base = savings.filter(({ inBase }) => inBase);
  const all = savableBytes(weight);
  return {
    title: 'What could go',
    head: ['Bytes', 'What', 'Edit', 'Risk', 'Known by'],
    rows: own.map((it) => [bytes(it.bytes), it.title, editOf(it), it.risk ?? '', it.confidence]),
    notes: [
      ...(own.length === 0 ? [] : [`together ${bytes(all)} (${share(all, totalBytes)}); no byte is counted twice`]),
      ...own.flatMap(({ trial, title }) => (trial ? [`tried, ${title}: ${trial.message}`] : [])),
      ...base.map((it) => `${bytes(it.bytes)} ${it.title}. ${it.edit}.`),
    ],
  };
}

function editOf({ edit, at }: Saving): string {
  return at ? `${edit} (${at.file}:${at.startLine})` : edit;
}

function byKey<K extends string>(
  cells: readonly WeightCell[],
  keyOf: (cell: WeightCell) => K,
): readonly (readonly [K, number])[] {
  const sums = new Map<K, number>();
  for (const cell of cells) sums.set(keyOf(cell), (sums.get(keyOf(cell)) ?? 0) + cell.bytes);
  return [...sums].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
}

const LONGEST_LABEL = 72;

function shortened(text: string): string {
  const line = text
    .slice(0, 4 * LONGEST_LABEL)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > LONGEST_LABEL ? `${line.slice(0, LONGEST_LABEL - 1)}…` : line;
}
