import { expect, it } from 'vitest';
import { canonicalRecord } from '../../test/golden/record.ts';
import type { Tick } from '../domain/index.ts';
import { glyph } from './glyph.ts';

const nowMs = Date.parse(canonicalRecord.run.finishedAt);

function tickOf(id: string): Tick {
  const tick = canonicalRecord.ticks.find(({ criterion }) => criterion.id === id);
  if (!tick) throw new Error(`there is no tick ${id}`);
  return tick;
}

it.each([
  ['R-P0-3', '✅ proven'],
  ['context/excludes', '◐ unproven'],
  ['R-P1-2', '⚠ vacuous'],
  ['R-P0-1', '❌ failed'],
  ['SEC-2', '⛔ could not be judged'],
  ['compose/valid', '⧗ stale'],
  ['run/cpu', '⧗ expired'],
  ['image/setuid', '⚐ waived'],
  ['compose/host-gateway', '– not applicable'],
])('%s is %s', (id, expected) => {
  expect(glyph(tickOf(id), nowMs)).toBe(expected);
});

it('shows the verdict again when the waiver has run out', () => {
  expect(glyph(tickOf('image/setuid'), Date.parse('2027-01-01T00:00:00Z'))).toBe('❌ failed');
});

it('never has a glyph without a word', () => {
  for (const tick of canonicalRecord.ticks) expect(glyph(tick)).toMatch(/^\S+ [a-z ]+$/);
});
