import { expect, it } from 'vitest';
import { minuteOf } from './minute.ts';

it.each([
  ['2026-11-21T09:14:07.999Z', '2026-11-21 09:14 UTC'],
  ['2026-11-21T09:14:07Z', '2026-11-21 09:14 UTC'],
  ['2026-11-21', '2026-11-21'],
])('shows %s as %s', (moment, shown) => {
  expect(minuteOf(moment)).toBe(shown);
});
