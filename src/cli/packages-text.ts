import type { Package, PackagesFacts, Saving, Weight } from '../domain/index.ts';
import { humanize, plural } from '../formats/index.ts';
import {
  kindTable,
  originRows,
  ownerTable,
  savableBytes,
  savingTable,
  type WeightTable,
} from '../formats/weight/index.ts';

const LARGEST = 15;
const WIDEST = 76;

/** What is in an image, for people: figures by type, what is largest, what could not be read; with its weight where that was asked. */
export function packagesLines({ os, installed, sources, weight }: Partial<PackagesFacts>): string[] {
  const packages = installed ?? [];
  const faults = (sources ?? []).filter(({ fault }) => fault !== null);
  const system = os ? (os.prettyName ?? `${os.family} ${os.version}`) : 'no distribution that is known';
  return [
    `${system} · ${plural(packages.length, 'package')} from ${plural(sources?.length ?? 0, 'database or metadata file', 'databases and metadata files')}`,
    ...section('By type', typeRows(packages)),
    ...section('The largest', largestRows(packages)),
    ...section(
      'Not read',
      faults.map(({ path, fault }) => ['✘', path, fault ?? '']),
    ),
    ...(weight ? weightLines(weight) : allRows(packages)),
  ];
}

const LONGEST_CELL = 40;
const shortened = (text: string): string => (text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text);

const size = (bytes: number): string => (bytes === 0 ? '–' : humanize(bytes, 'B'));

function typeRows(packages: readonly Package[]): string[][] {
  const types = new Map<string, { count: number; bytes: number; layers: Set<number> }>();
  for (const { type, sizeBytes, layer } of packages) {
    const its = types.get(type) ?? { count: 0, bytes: 0, layers: new Set() };
    types.set(type, { count: its.count + 1, bytes: its.bytes + sizeBytes, layers: its.layers.add(layer) });
  }
  return [...types]
    .sort(([, a], [, b]) => b.bytes - a.bytes || b.count - a.count)
    .map(([type, { count, bytes, layers }]) => [
      type,
      plural(count, 'package'),
      size(bytes),
      `${layers.size === 1 ? 'layer' : 'layers'} ${[...layers].sort((a, b) => a - b).join(', ')}`,
    ]);
}

function largestRows(packages: readonly Package[]): string[][] {
  return packages
    .filter(({ sizeBytes }) => sizeBytes > 0)
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes)
    .slice(0, LARGEST)
    .map(({ name, version, type, sizeBytes, files, layer }) => [
      size(sizeBytes),
      `${name} ${version}`,
      type,
      plural(files, 'file'),
      `layer ${layer}`,
    ]);
}

function allRows(packages: readonly Package[]): string[] {
  return section(
    'All',
    packages.map(({ type, name, version, licences, path }) => [
      type,
      name,
      version,
      shortened(licences.join(', ')),
      path,
    ]),
  );
}

function weightLines(weight: Weight): string[] {
  const origin = originRows(weight).map(({ depth, label, sizeBytes, note }) => [
    `${'  '.repeat(depth)}${label}`,
    size(sizeBytes),
    note ?? '',
  ]);
  const all = savableBytes(weight);
  return [
    '',
    `Why it is as large as it is: ${humanize(weight.totalBytes, 'B')} in ${plural(weight.layers.length, 'layer')}, every byte accounted for`,
    ...section('Where it came from', origin),
    ...tableSection(ownerTable(weight)),
    ...tableSection(kindTable(weight)),
    '',
    `WHAT COULD GO   ${all === 0 ? 'nothing that an edit would spare' : `−${humanize(all, 'B')} (${((all / weight.totalBytes) * 100).toFixed(1)} %)`}`,
    ...weight.savings.filter(({ inBase }) => !inBase).flatMap((it, index) => savingLines(it, index + 1)),
    ...savingTable(weight)
      .notes.slice(1)
      .map((note) => `  · ${note}`),
  ];
}

function savingLines({ bytes, title, edit, at, risk, confidence, paths, files }: Saving, number: number): string[] {
  const where = at ? `${at.file}:${at.startLine}  ` : '';
  const example = paths[0] === undefined ? '' : `  ${paths[0]}${files > 1 ? ` and ${files - 1} more` : ''}`;
  return [
    `  ${String(number).padStart(2)}  −${humanize(bytes, 'B')}  ${title}  [${confidence}]`,
    `        ${where}${edit}${risk === null ? '' : `. Risk: ${risk}`}`,
    ...(example === '' ? [] : [`      ${example}`]),
  ];
}

function tableSection({ title, head, rows, notes }: WeightTable): string[] {
  const lines = section(title, [head, ...rows]);
  return [...lines, ...notes.map((note) => `  · ${note}`)];
}

/** A heading, and rows in columns; figures stand to the right. */
function section(title: string, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, at) => (widths[at] = Math.min(WIDEST, Math.max(widths[at] ?? 0, cell.length))));
  const padded = (cell: string, at: number): string =>
    /^[\d.]+ ?(?:%|[kMG]?B|packages?|files?)$/.test(cell)
      ? cell.padStart(widths[at] ?? 0)
      : cell.padEnd(widths[at] ?? 0);
  return ['', title.toUpperCase(), ...rows.map((row) => `  ${row.map(padded).join('  ')}`.trimEnd())];
}
