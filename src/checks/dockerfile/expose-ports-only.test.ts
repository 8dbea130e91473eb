import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './expose-ports-only.ts';

it('objects to an address and to a port of the host', () => {
  expect(linesOf(check, 'FROM a\nEXPOSE 127.0.0.1:80:80 [::1]:81:82 5000:5000 8000\nEXPOSE 80 :81\n')).toEqual([
    2, 2, 2,
  ]);
});

it('is not misled by the colon of a default', () => {
  expect(linesOf(check, 'FROM a\nEXPOSE ${P:-80}\n')).toEqual([]);
});

it("keeps the container's port", () => {
  expect(mended(check, 'FROM a\nEXPOSE 127.0.0.1:80:81/udp 5000:6000 1\n')).toBe('FROM a\nEXPOSE 81/udp 6000 1\n');
});

it('lets colons elsewhere be', () => {
  expect(linesOf(check, 'FROM a\nWORKDIR c:/x\nLABEL a=b:c\n')).toEqual([]);
});

it('leaves a variable and a mapping to nothing to their author', () => {
  for (const text of ['FROM a\nARG P=1\nEXPOSE $P:80\n', 'FROM a\nEXPOSE 5000:\n']) {
    expect(linesOf(check, text)).toHaveLength(1);
    expect(mended(check, text)).toBe(text);
  }
});
