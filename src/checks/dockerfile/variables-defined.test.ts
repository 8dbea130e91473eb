import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf, lookedAt } from '../../../test/kit/rules.ts';
import check from './variables-defined.ts';

it('objects to a variable before it is set', () => {
  expect(linesOf(check, 'FROM alpine\nCOPY $a .\nARG a=1\nCOPY $a .\n')).toEqual([2]);
});

it('names what was probably meant', () => {
  expect(judged(check, 'FROM alpine\nENV PATH=$PAHT:/x\n')).toMatchObject({
    findings: [{ message: expect.stringContaining('$PATH') }],
  });
});

it('sees what a line sets only below that line, but one ARG of a line in the next', () => {
  expect(linesOf(check, 'FROM scratch\nENV a=1 b=$a\nARG c=1 d=$c\n')).toEqual([2]);
});

it('goes on with the ARGs and ENVs of the stage that a stage is based on, not with global ARGs', () => {
  expect(linesOf(check, 'ARG g=1\nFROM alpine AS x\nARG a\nENV b=1\nFROM x\nUSER $a$b\nUSER $g\n')).toEqual([7]);
});

it('knows what official images set, and says nothing of images that it does not know', () => {
  expect(
    linesOf(check, 'FROM node:22\nENV A=$NODE_VERSION\nFROM me/mine\nENV A=$WHAT\nFROM python\nENV A=$WHAT\n'),
  ).toEqual([6]);
});

it('looks at mounts and heredocs, and not at commands', () => {
  const text = 'FROM alpine\nRUN --mount=type=cache,target=$a echo $b\nCMD $c\nCOPY <<E <<"F" /\n\'$d\'\nE\n$e\nF\n';
  expect(linesOf(check, text)).toEqual([2, 4]);
});

it('does not take a default for a setting, as the builder does not', () => {
  expect(linesOf(check, 'FROM alpine\nENV a=${b:-1}\n')).toEqual([2]);
});

it('knows what only the builder itself sets', () => {
  expect(linesOf(check, 'FROM alpine\nENV A=$BUILDKIT_SBOM_SCAN_STAGE\n')).toEqual([]);
});

it('looks at what is expanded, on bases that are known', () => {
  expect(lookedAt(check, 'FROM alpine\nRUN x\nENV A=1\nFROM me/mine\nENV B=1\n')).toEqual([3]);
});

it('compares with all that is set', () => {
  expect(judged(check, 'FROM alpine\nENV FOO=1\nENV BAR=2\nENV A=$FOOO\n')).toMatchObject({
    findings: [{ message: 'Nothing sets `$FOOO`; there is `$FOO`' }],
  });
});

it('looks at an instruction of one word', () => {
  expect(lookedAt(check, 'FROM alpine\nUSER app\n')).toEqual([2]);
});

it('looks for what was meant among the first 200 variables', () => {
  // The base sets one: PATH.
  const text = (others: number) =>
    `FROM alpine\nENV ${Array.from({ length: others }, (_, index) => `Q${index}=1`).join(' ')} BASE_VERSION=1\nUSER $BASE_VERSON\n`;
  const isNamed = (others: number) => JSON.stringify(judged(check, text(others))).includes('there is `$BASE_VERSION`');
  expect([198, 199].map(isNamed)).toEqual([true, false]);
});

it('leaves --exclude as it is: the builder does not fill it in', () => {
  expect(linesOf(check, 'FROM scratch\nCOPY --exclude=$A . /\nCOPY --chown=$B . /\n')).toEqual([3]);
});

it('sees an ARG in those behind it, not in its own default', () => {
  const text =
    'FROM scratch\nARG A=$A\nFROM scratch\nARG A B=$A\nFROM scratch\nARG B=$A A=1\nFROM scratch\nARG A\nARG A=$A\n';
  expect(linesOf(check, text)).toEqual([2, 6]);
});
