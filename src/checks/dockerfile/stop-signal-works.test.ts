import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './stop-signal-works.ts';

it('objects to what is no signal, and to those that no program gets', () => {
  expect(
    linesOf(
      check,
      'FROM a\nSTOPSIGNAL SIGFOO\nSTOPSIGNAL 65\nSTOPSIGNAL 0\nSTOPSIGNAL SIGKILL\nSTOPSIGNAL 9\nSTOPSIGNAL stop\nSTOPSIGNAL SIGRTMIN+16\n',
    ),
  ).toEqual([2, 3, 4, 5, 6, 7, 8]);
});

it('takes names in any case, with and without SIG, numbers and real-time signals', () => {
  expect(
    linesOf(
      check,
      'FROM a\nSTOPSIGNAL SIGTERM\nSTOPSIGNAL quit\nSTOPSIGNAL 15\nSTOPSIGNAL SIGRTMIN+3\nSTOPSIGNAL "SIGINT"\nSTOPSIGNAL SIGRTMAX-1\nSTOPSIGNAL $S\n',
    ),
  ).toEqual([]);
});

it('knows the numbers from the first to the last', () => {
  expect(linesOf(check, 'FROM a\nSTOPSIGNAL 1\nSTOPSIGNAL 64\nSTOPSIGNAL 65\nSTOPSIGNAL 0\n')).toEqual([4, 5]);
});

it('fills in what is the same in every build', () => {
  const lines = (text: string) => linesOf(check, text);
  expect(lines('FROM scratch\nENV S=SIGFOO\nSTOPSIGNAL $S\nSTOPSIGNAL $T\nSTOPSIGNAL ${T:-d}\n')).toEqual([3, 4, 5]);
  expect(lines('FROM scratch\nARG S\nENV T=SIGINT\nSTOPSIGNAL $S\nSTOPSIGNAL $T\nSTOPSIGNAL ${S:-d}\n')).toEqual([]);
  expect(lines('FROM mine\nSTOPSIGNAL $S\nFROM node:22\nSTOPSIGNAL $NODE_VERSION\n')).toEqual([]);
});
