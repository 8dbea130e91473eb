import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './expose-protocol-lower-case.ts';

it('objects to each port whose protocol has a capital', () => {
  expect(linesOf(check, 'FROM a\nEXPOSE 80/TcP 81/UDP 82/tcp 83\n')).toEqual([2, 2]);
});

it('fills variables in', () => {
  expect(linesOf(check, 'FROM a\nARG P=TCP\nEXPOSE 80/$P\n')).toEqual([3]);
});

it('mends the protocol', () => {
  expect(mended(check, 'FROM a\nEXPOSE 80/TCP \\\n 81/Udp 82\n')).toBe('FROM a\nEXPOSE 80/tcp \\\n 81/udp 82\n');
});

it('looks at the protocol alone, behind the port of the container', () => {
  expect(linesOf(check, 'FROM a\nEXPOSE 8000:80/TCP\nEXPOSE /TCP\nEXPOSE [A/B]:80/tcp WEB\n')).toEqual([2, 3]);
});

it('lets slashes elsewhere be', () => {
  expect(linesOf(check, 'FROM a\nWORKDIR /App\nCOPY a/B /C\n')).toEqual([]);
});

it('changes no variable', () => {
  expect(mended(check, 'FROM a\nARG P=80/TCP\nEXPOSE $P\n')).toBe('FROM a\nARG P=80/TCP\nEXPOSE $P\n');
});
