import { expect, it } from 'vitest';
import type { Scan, Vulnerability } from '../../domain/index.ts';
import { exampleOf, invented } from './example.ts';
import { balanceOf, tableOf } from './security-table.ts';

const clean: Scan = exampleOf().facts.packages.scan;
const [engine] = clean.engines;
const [row] = clean.targets;
const tables = (scan: Partial<Scan>) => tableOf({ ...clean, ...scan });
const notesOf = (scan: Partial<Scan>) => tables(scan).flatMap((it) => (it.kind === 'table' ? it.notes : []));
const passed = (index: number): Vulnerability => ({
  ...invented(index),
  suppressed: { by: 'openvex', file: 'a.vex.json', because: 'not affected', until: null },
});

it('is empty where there is no package', () => {
  expect(tables({ targets: [] })).toEqual([]);
});

it('is one table where nothing was let pass and no entry is idle', () => {
  expect(tables({ vulnerabilities: [invented(0)] }).map((it) => it.kind === 'table' && it.title)).toEqual([
    'Known vulnerabilities per target',
  ]);
});

it('lists what was let pass, and only that, up to twenty of them', () => {
  const [, few] = tables({ vulnerabilities: [invented(0), passed(1)] });
  expect(few).toMatchObject({
    title: 'Let pass',
    head: ['Vulnerability', 'Severity', 'By', 'Because', 'Until'],
    rows: [
      [
        'tickproof-invented-2 in tickproof-invented 1 (mended in 2)',
        'critical',
        'openvex a.vex.json',
        'not affected',
        'for ever',
      ],
    ],
  });
  const [, many] = tables({ vulnerabilities: Array.from({ length: 25 }, (_, index) => passed(index)) });
  expect(many?.kind === 'table' && many.rows).toHaveLength(20);
});

it('lists entries that let nothing pass, with the reason', () => {
  const idle = { file: '.trivyignore', entry: 'CVE-2020-1', fault: 'unused', detail: 'nothing is named so' } as const;
  expect(tables({ idle: Array.from({ length: 25 }, () => idle) })[1]).toMatchObject({
    title: 'Entries that let nothing pass',
    head: ['File', 'Entry', 'Why'],
    rows: Array.from({ length: 20 }, () => ['.trivyignore', 'CVE-2020-1', 'unused: nothing is named so']),
  });
});

it('says of what nobody looked at that this is not zero', () => {
  const open = row && { ...row, type: 'generic' as const, bySeverity: null, fixable: null, lookedAtBy: [] };
  const [table] = tables({ targets: row && open ? [row, open] : [], engines: [] });
  const unseen = ['?', '?', '?', '?', '?', '?', '?', 'nobody'];
  expect(table).toMatchObject({
    rows: [
      ['Node.js', 'npm', '1', '0', '0', '0', '0', '0', '0', '0', 'osv'],
      ['Node.js', 'generic', '1', ...unseen],
    ],
    notes: ['Nobody looked: no engine had data.', '? stands for not looked at, which is not zero.'],
  });
});

it.each([
  [{ version: '1.2', dataAgeDays: 3 }, 'osv 1.2: data of 2025-12-31T00:00:00.000Z (3 days old); given advisories'],
  [{ dataAgeDays: null, dataDate: null }, 'osv: data of no known date; given advisories'],
  [{ failed: 'it had none' }, 'osv could not look: it had none'],
])('says who looked, and with what: %j', (more, note) => {
  expect(notesOf({ engines: engine ? [{ ...engine, ...more }] : [] })).toEqual([note]);
});

it('counts by severity what nobody let pass', () => {
  const low = { ...invented(2), severity: 'low' } as const;
  const targets = row ? [row, { ...row, packages: 4 }] : [];
  expect(balanceOf({ ...clean, targets, vulnerabilities: [invented(0), passed(1), low] })).toMatchObject({
    what: 'in 5 packages',
    value: '1 critical, 0 high, 0 medium, 1 low; 1 let pass',
  });
});
