import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './ports-in-range.ts';

it('objects to a port above 65535, in a range too', () => {
  expect(linesOf(check, 'FROM a\nEXPOSE 80000\nEXPOSE 80 40000-70000/tcp\n')).toEqual([2, 3]);
});

it('lets ports, ranges and variables be', () => {
  expect(linesOf(check, 'FROM a\nEXPOSE 0 65535/udp 40000-${LAST} $PORT\n')).toEqual([]);
});

it('names the first of several', () => {
  expect(judged(check, 'FROM a\nEXPOSE 80 70000 80000\n')).toMatchObject({
    findings: [{ message: '`70000` is above 65535' }],
  });
});
