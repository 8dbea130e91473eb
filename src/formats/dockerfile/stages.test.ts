import { describe, expect, it } from 'vitest';
import { effectiveOf, parseDockerfile, reachableFrom, targetStage } from './index.ts';

const parsed = (text: string, args = {}) => parseDockerfile('D', text, args);

function final(text: string, args = {}) {
  const dockerfile = parsed(text, args);
  const stage = dockerfile.stages.at(-1);
  if (!stage) throw new Error('no stage');
  return effectiveOf(dockerfile, stage, args);
}

describe('stages', () => {
  it('know their bases: stages, nothing, images with global arguments', () => {
    const { stages } = parsed(
      'ARG V=22\nFROM node:${V} AS Build\nFROM build\nFROM scratch\nFROM --platform=$TARGETPLATFORM later\nFROM x AS later\n',
    );
    expect(stages.map(({ base }) => base)).toEqual([
      { kind: 'image', reference: 'node:22' },
      { kind: 'stage', index: 0, name: 'build' },
      { kind: 'scratch' },
      { kind: 'image', reference: 'later' },
      { kind: 'image', reference: 'x' },
    ]);
    expect(stages[3]?.platform).toBe('linux/amd64');
  });

  it('are named in small letters: another spelling means an image', () => {
    const { stages, problems } = parsed('FROM a AS Build\nFROM Build\nFROM build\n');
    expect(stages.map(({ base }) => base.kind)).toEqual(['image', 'image', 'stage']);
    expect(problems).toMatchObject([{ code: 'bad-reference', at: { startLine: 2 } }]);
  });

  it.each([
    ['FROM Debian\n', ['bad-reference']],
    ['FROM a:b:c\n', ['bad-reference']],
    ['ARG TAG\nFROM a:$TAG\n', []],
    ['FROM Host.example:5000/a\n', []],
  ])('begin with a name that an image can have: %j', (text, codes) => {
    expect(parsed(text).problems.map(({ code }) => code)).toEqual(codes);
  });

  it.each(['$A', '${A}', '"a"', '${A:-a}'])('are copied from by name, never by a variable or in quotes: %s', (from) => {
    const text = (flag: string) => `ARG A=a\nFROM b AS a\nFROM b\nCOPY ${flag} /x /y\n`;
    expect(parsed(text(`--from='${from}'`)).problems).toMatchObject([{ code: 'arguments', at: { startLine: 4 } }]);
    expect(parsed(text('--from=a')).problems).toEqual([]);
  });

  it('take given build arguments over defaults', () => {
    expect(parsed('ARG V=22\nFROM node:$V\n', { V: '24' }).stages[0]?.base).toEqual({
      kind: 'image',
      reference: 'node:24',
    });
  });

  it('are reached by base, --from and mounts, and by nothing else', () => {
    const { stages } = parsed(
      'FROM a AS a\nFROM b AS b\nFROM c AS c\nFROM d AS d\nFROM a\nCOPY --from=1 / /\nRUN --mount=from=c,target=/c ls\n',
    );
    expect([...reachableFrom(stages, targetStage(stages, null))].sort((a, b) => a - b)).toEqual([0, 1, 2, 4]);
    expect(targetStage(stages, 'B')?.index).toBe(1);
    expect(targetStage(stages, '2')).toBeNull();
    expect(targetStage(stages, 'z')).toBeNull();
  });
});

describe('what a stage ends with', () => {
  it('comes through the stages of the file', () => {
    const { user, workdir, cmd } = final(
      'FROM a AS b\nENV HOME_DIR=/srv\nUSER app\nWORKDIR $HOME_DIR\nCMD ["x"]\nFROM b\nWORKDIR app/../www\n',
    );
    expect([user?.value, workdir?.value, cmd?.value]).toEqual(['app', '/srv/www', ['x']]);
    expect(user?.at.startLine).toBe(3);
  });

  it('expands with what stands in the stage, ARG or ENV, and with no global ARG that it does not ask for', () => {
    expect(final('FROM a\nARG U=one\nENV U=two\nUSER $U\n').user?.value).toBe('two');
    expect(final('ARG U=one\nFROM a\nARG U\nUSER $U\n').user?.value).toBe('one');
    expect(final('ARG U=one\nFROM a\nUSER $U\n').user?.value).toBe('$U');
    expect(final('FROM a\nARG U=one\nUSER $U\n', { U: 'given' }).user?.value).toBe('given');
  });

  it('drops the CMD of a base when it has an ENTRYPOINT of its own', () => {
    expect(final('FROM a AS b\nCMD ["x"]\nFROM b\nENTRYPOINT ["y"]\n').cmd?.value).toEqual([]);
    expect(final('FROM a\nCMD ["x"]\nENTRYPOINT ["y"]\n').cmd?.value).toEqual(['x']);
  });

  it('puts the shell in front of a shell form', () => {
    expect(final('FROM a\nSHELL ["/bin/bash", "-c"]\nENTRYPOINT run it\n').entrypoint?.value).toEqual([
      '/bin/bash',
      '-c',
      'run it',
    ]);
  });

  it('reads a health check with its times', () => {
    expect(final('FROM a\nHEALTHCHECK --interval=1m30s --retries=2 CMD curl x\n').healthcheck?.value).toEqual({
      test: ['CMD-SHELL', 'curl x'],
      intervalMs: 90_000,
      retries: 2,
    });
  });

  it('passes over the times of a health check that is switched off', () => {
    expect(final('FROM a\nHEALTHCHECK --interval=1s --retries=2 NONE\n').healthcheck?.value).toEqual({
      test: ['NONE'],
    });
  });

  it('keeps a hard space before the command of a health check, where a plain one goes', () => {
    const test = (text: string) => final(`FROM a\nHEALTHCHECK ${text}\n`).healthcheck?.value.test;
    expect(test('CMD \t x')).toEqual(['CMD-SHELL', 'x']);
    expect(test('CMD \u00a0x')).toEqual(['CMD-SHELL', '\u00a0x']);
    expect(parsed('FROM a\nHEALTHCHECK CMD\u00a0x\n').problems).toMatchObject([{ code: 'arguments' }]);
  });

  it('refuses a time that no counter of nanoseconds holds', () => {
    const codes = (time: string) =>
      parsed(`FROM a\nHEALTHCHECK --interval=${time} CMD x\n`).problems.map(({ code }) => code);
    expect(codes('2562047h47m16s')).toEqual([]);
    expect(codes('2562048h')).toEqual(['arguments']);
  });

  it('has another character for half of one that JSON spells out', () => {
    expect(final('FROM a\nCMD ["\\ud800x", "\\ud83d\\ude00"]\n').cmd?.value).toEqual(['\ufffdx', '😀']);
  });

  it('runs what ONBUILD left for the stage above', () => {
    expect(final('FROM a AS b\nONBUILD USER app\nFROM b\n').user?.value).toBe('app');
  });
});

it.each([
  ['FROM --platform=$NOWHERE a\n', ['bad-platform']],
  ['FROM --platform=linux/$NOWHERE a\n', ['bad-platform']],
  ['FROM --platform=what a\n', ['bad-platform']],
  ['ARG GIVEN\nFROM --platform=$GIVEN a\n', []],
  ['FROM --platform=linux/arm/$TARGETVARIANT a\n', []],
  ['FROM --platform=$BUILDPLATFORM a\n', []],
])('tells a platform that cannot be built for from one that is given later: %j', (text, codes) => {
  expect(parseDockerfile('Dockerfile', text).problems.map(({ code }) => code)).toEqual(codes);
});
