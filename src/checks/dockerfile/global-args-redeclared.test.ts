import { expect, it } from 'vitest';
import { type Sources } from '../kit.ts';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './global-args-redeclared.ts';

it('objects to a use in a stage that does not declare it again, also in RUN', () => {
  expect(
    linesOf(check, 'ARG V=1\nFROM a:$V\nRUN echo ${V}\nLABEL v=$V\nARG V\nRUN echo $V\nFROM a\nRUN <<E\n$V\nE\n'),
  ).toEqual([3, 4, 8]);
});

it('goes on with what the stage below declares', () => {
  expect(linesOf(check, 'ARG V=1\nFROM a AS x\nARG V\nFROM x\nRUN echo $V\n')).toEqual([]);
});

it('lets a script be that sets the variable itself or has a default', () => {
  expect(
    linesOf(
      check,
      'ARG V=1\nFROM a\nRUN V=2; echo $V\nRUN for V in a; do echo $V; done\nRUN echo ${V:-2}\nRUN echo $W\n',
    ),
  ).toEqual([]);
});

it('lets be what only the running container reads, and what no shell reads', () => {
  expect(linesOf(check, 'ARG V=1\nFROM a\nCMD echo $V\nRUN ["echo", "$V"]\n')).toEqual([]);
});

it('lets a script be that reads the variable from its input', () => {
  expect(linesOf(check, 'ARG V=1\nFROM a\nRUN read -r V; echo $V\n')).toEqual([]);
});

it('is content with an ARG without a value, and with an ENV of the name', () => {
  expect(linesOf(check, 'ARG V\nFROM a\nARG V\nRUN echo $V\nFROM a\nENV V=2\nRUN echo $V\n')).toEqual([]);
});

it('declares it below the FROM', () => {
  expect(mended(check, 'ARG V=1\nFROM a\nRUN echo $V\nFROM b\nLABEL v=$V\n')).toBe(
    'ARG V=1\nFROM a\nARG V\nRUN echo $V\nFROM b\nARG V\nLABEL v=$V\n',
  );
});

it('is broken by an ARG above the first FROM, where there is one', () => {
  const broken = (dockerfile: string | null) =>
    check.mutants.map((it) => (it.level === 'S' ? it.edit({ dockerfile } as Sources, {}) : null)?.dockerfile ?? null);
  expect(broken(null)).toEqual([null]);
  expect(broken('RUN true\n')).toEqual([null]);
  expect(broken('# a\nFROM b\n')).toEqual([
    '# a\nARG TICKPROOF_PLANTED=1\nFROM scratch\nRUN echo $TICKPROOF_PLANTED\nFROM b\n',
  ]);
});
