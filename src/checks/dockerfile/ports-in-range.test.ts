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

it('objects to a range that goes down, and to what is no port', () => {
  expect(linesOf(check, 'FROM a\nEXPOSE 80-70\nEXPOSE http\nEXPOSE 80/icmp\nEXPOSE "80" 90\n')).toEqual([2, 3, 4]);
  expect(judged(check, 'FROM a\nEXPOSE 80-70/udp\n')).toMatchObject({
    findings: [{ message: '`80-70/udp` ends before it begins' }],
  });
});

it('reads what a variable of the file holds, and nothing into one that is set elsewhere', () => {
  expect(linesOf(check, 'FROM a\nARG PORTS="80 90-70"\nEXPOSE $PORTS\nEXPOSE 8${NONE}-7\n')).toEqual([3]);
  expect(linesOf(check, 'FROM node:22\nARG PORT\nEXPOSE $PORT $NODE_VERSION\n')).toEqual([]);
});

it('knows what nothing could set', () => {
  expect(linesOf(check, 'FROM scratch\nEXPOSE 8${NONE}-7 $NONE-90\nARG A\nEXPOSE 8${A}-7\nEXPOSE 80$\n')).toEqual([
    2, 5,
  ]);
});

it('takes a file that is still being written, and one that is full of them', () => {
  expect(linesOf(check, 'EXPOSE 80-70\n')).toEqual([1]);
  expect(linesOf(check, `FROM a\nENV P=1\n${'EXPOSE $P 2-1\n'.repeat(2000)}`)).toHaveLength(2000);
});

it('reads the words of one EXPOSE and another each for itself', () => {
  const text = (lines: string) => `FROM a\nARG UP=80-90\nARG DOWN=90-80\n${lines}\n`;
  expect(linesOf(check, text('EXPOSE 80\nEXPOSE $DOWN'))).toEqual([5]);
  expect(linesOf(check, text('EXPOSE 80 $DOWN'))).toEqual([4]);
  expect(linesOf(check, text('EXPOSE $UP 80 2-1'))).toEqual([4]);
  expect(linesOf(check, 'EXPOSE 8${NONE}-7\n')).toEqual([]);
});
