import { expect, test } from 'vitest';
import type { Package } from '../../../domain/index.ts';
import type { Finding } from './finding.ts';
import { merge } from './merge.ts';

const left: Package = {
  type: 'npm',
  name: 'left',
  version: '1.0.0',
  architecture: null,
  source: null,
  licences: [],
  purl: 'pkg:npm/left@1.0.0',
  cataloguer: 'npm-installed',
  path: '/app/node_modules/left/package.json',
  layer: 0,
  sizeBytes: 0,
  files: 0,
  shippedBy: null,
  requires: [],
};
const finding = (id: string, aliases: readonly string[]): Finding => ({
  engine: 'osv',
  package: left,
  id,
  aliases,
  advisories: [],
  severity: 'high',
  severityFrom: 'GHSA',
  rank: 0,
  score: null,
  fixedIn: [],
  status: 'affected',
  summary: '',
  published: null,
});

test('names that lead in a circle are one vulnerability', () => {
  const circle = [finding('A', ['B']), finding('B', ['C']), finding('D', ['E']), finding('C', ['A'])];
  expect(merge(circle).map(({ id, aliases }) => [id, ...aliases].sort())).toEqual([
    ['A', 'B', 'C'],
    ['D', 'E'],
  ]);
});

test('findings of one package that share no name are put together in time that grows with their number', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => finding(`GHSA-${index}`, [`CVE-2026-${index}`]));
  expect(merge(many)).toHaveLength(20_000);
});
