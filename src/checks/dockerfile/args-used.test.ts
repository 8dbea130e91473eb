import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './args-used.ts';

it('objects to a global ARG that no FROM names and no stage takes up', () => {
  expect(linesOf(check, 'ARG A=1\nARG B\nFROM x:$B\nRUN true\n')).toEqual([1]);
});

it('objects to an ARG of a stage behind its last RUN that nothing names', () => {
  expect(linesOf(check, 'FROM x\nRUN true\nARG A\nARG B\nLABEL b=${B}\n')).toEqual([3]);
});

it('takes a RUN for one that sees all above it, in a trigger or a later stage too', () => {
  expect(
    linesOf(check, 'FROM x\nARG A\nRUN true\nFROM x\nARG B\nONBUILD RUN true\nFROM x AS y\nARG C\nFROM y\nRUN true\n'),
  ).toEqual([]);
});

it('takes an ARG that is taken up in a stage or in another ARG for used', () => {
  expect(
    linesOf(check, 'ARG A=1\nARG B=$A\nFROM x:$B\nARG C=1\nARG D=$C\nENV D=$D\nCOPY <<EOF /e\n${E}\nEOF\n'),
  ).toEqual([]);
});

it('spares what the builder goes by', () => {
  expect(
    linesOf(
      check,
      'ARG HTTP_PROXY\nARG BUILDKIT_SBOM_SCAN_STAGE=true\nFROM x\nARG TARGETARCH\nARG SOURCE_DATE_EPOCH\n',
    ),
  ).toEqual([]);
});

it('passes over a name that is blank, which the builder refuses', () => {
  expect(linesOf(check, 'ARG =${A:-x}\nARG B\nFROM x\n')).toEqual([2]);
});

it('says which of several on one line', () => {
  expect(linesOf(check, 'FROM x\nARG A=1 B=2\nLABEL b=$B\n')).toEqual([2]);
});

it('takes it out, unless somebody has written something above it', () => {
  expect(mended(check, 'ARG A=1\nFROM x\n# kept\nARG B\n')).toBe('FROM x\n# kept\nARG B\n');
});

it('tells a name from a part of a longer one, wherever it stands', () => {
  expect(linesOf(check, 'FROM x\nARG A\nLABEL b=XA c=AX d=$BA\n')).toEqual([2]);
  expect(linesOf(check, 'FROM x\nARG A\nLABEL b=XA c=$A\n')).toEqual([]);
  expect(linesOf(check, 'FROM x\nARG A\nARG B=A\nLABEL c=$B\n')).toEqual([]);
  expect(linesOf(check, 'FROM x\nARG E\nCOPY <<F /e\n${E}\nF\n')).toEqual([]);
});

it('looks at ARG alone, and takes one that a trigger takes up for used', () => {
  expect(linesOf(check, 'FROM x\nRUN true\nENV A=1\n')).toEqual([]);
  expect(linesOf(check, 'ARG A=1\nFROM x\nONBUILD ARG A\n')).toEqual([]);
  expect(linesOf(check, 'ARG A=1\nFROM x\nARG A\nRUN true\n')).toEqual([]);
});

it('names the first of several that nothing can see', () => {
  expect(judged(check, 'FROM x\nARG A B C\nLABEL a=$A\n')).toMatchObject({
    findings: [{ message: 'Nothing can see `B`' }],
  });
  expect(linesOf(check, 'FROM x\nARG A B C\nLABEL a=$A\n')).toEqual([2]);
});

it('says nothing of a piece without a FROM, and of a file with more than a hundred', () => {
  const args = (count: number) => Array.from({ length: count }, (_, at) => `ARG A${at}x\n`).join('');
  expect(linesOf(check, 'ARG A\n')).toEqual([]);
  expect(linesOf(check, `FROM x\n${args(100)}`)).toHaveLength(100);
  expect(linesOf(check, `FROM x\n${args(101)}`)).toEqual([]);
});

it('counts the names of one ARG too', () => {
  const names = Array.from({ length: 101 }, (_, at) => `A${at}x`).join(' ');
  expect(linesOf(check, `FROM x\nARG ${names}\n`)).toEqual([]);
});
