import { describe, expect, it } from 'vitest';
import type { Files, Ports, Target } from '../../domain/index.ts';
import { dockerfileFactsOf, dockerfileSensor } from './index.ts';

function facts(text: string | null, target: string | null = null, args = {}) {
  return dockerfileFactsOf({ path: 'Dockerfile', text, target, args });
}

describe('facts of a Dockerfile', () => {
  it('say that there is none', () => {
    expect(facts(null)).toMatchObject({
      file: { present: false },
      stages: [],
      target: null,
      problems: [{ code: 'no-file' }],
    });
  });

  it('are of the target stage', () => {
    const text = 'FROM a:1 AS dev\nUSER dev\nFROM b:1\nUSER app\n';
    expect(facts(text).final.user?.value).toBe('app');
    expect(facts(text, 'dev').final.user?.value).toBe('dev');
    expect(facts(text, 'none')).toMatchObject({ target: null, problems: [{ code: 'no-target' }] });
  });

  const codesOf = (text: string, target: string | null = null, args = {}): (string | number)[] =>
    facts(text, target, args).problems.flatMap(({ code, at }) => [code, at.startLine]);

  it.each([
    'ENV B=${A!}',
    'LABEL a=${A',
    'USER "x',
    'WORKDIR ${:-x}',
    "VOLUME 'x",
    'EXPOSE ${P=80}',
    'COPY ${A^^} /',
    'ARG V=1 B=${V:?}${V,,}',
    'STOPSIGNAL ${S',
    'RUN --mount=type=cache,target=${A!} true',
  ])('tell of a word that the builder cannot expand: %s', (line) => {
    expect(codesOf(`FROM a\n${line}\n`)).toEqual(['bad-substitution', 2]);
  });

  it.each([
    'ENV B=${A:?given}',
    'ARG A\nENV B=${A?}',
    'RUN echo ${A^^} "',
    'CMD echo ${A^^}',
    'COPY <<"EOF" /x\n${A^^}\nEOF',
    'ENV B=\\${A^^}',
    "LABEL a='${A^^}'",
  ])('tell of no word that the builder leaves, or may be given: %s', (line) => {
    expect(codesOf(`FROM a\n${line}\n`)).toEqual([]);
  });

  it('tell of such words where the target needs them, once, and with the arguments as given', () => {
    const text =
      'FROM a AS x\nENV B=${A!}\nFROM b AS y\nARG C=${D!}\nFROM c AS z\nONBUILD ENV B=${A!}\nFROM z AS e\nFROM z\nCOPY --from=e / /\n';
    expect(codesOf(text, 'x')).toEqual(['bad-substitution', 2]);
    expect(codesOf(text, 'y')).toEqual(['bad-substitution', 4]);
    expect(codesOf(text, 'y', { C: '1' })).toEqual([]);
    expect(codesOf(text, 'z')).toEqual([]);
    expect(codesOf(text)).toEqual(['bad-substitution', 6]);
  });

  it.each([
    ['a number that no stage has', 'FROM a\nCOPY --from=1 x /\n', ['no-stage', 2]],
    ['a number below zero', 'FROM a\nCOPY --from=-1 x /\n', ['no-stage', 2]],
    ['a number that no stage has, where nothing is built', 'FROM a\nCOPY --from=7 x /\nFROM b\n', ['no-stage', 2]],
    ['one in a trigger that is run', 'FROM a AS t\nONBUILD COPY --from=9 x /\nFROM t\n', ['no-stage', 2]],
    ['the stage itself', 'FROM a AS Me\nCOPY --from=me x /\nFROM b\n', ['stage-circle', 2]],
    ['the stage itself by a mount', 'FROM a AS scratch\nRUN --mount=type=cache,target=/x y\n', ['stage-circle', 2]],
    ['a name that no image can have', 'FROM a\nCOPY --from=Tools x /\n', ['bad-reference', 2]],
    ['the stage itself by its number', 'FROM a\nCOPY --from=0 x /\n', ['stage-circle', 2]],
    [
      'a circle over three',
      'FROM a AS x\nCOPY --from=z x /\nFROM a AS y\nCOPY --from=x x /\nFROM y AS z\nFROM b\n',
      ['stage-circle', 2],
    ],
    ['a stage that is defined below', 'FROM a AS x\nCOPY --from=y x /\nFROM b AS y\nFROM x\n', ['stage-below', 2]],
    [
      'one of two stages of a name, the last of which is below',
      'FROM a AS x\nFROM b AS y\nCOPY --from=x x /\nFROM a AS x\nFROM y\n',
      ['stage-below', 3],
    ],
    [
      'a stage that is defined below, of which a mount is made',
      'FROM a AS x\nRUN --mount=from=y,target=/y true\nFROM b AS y\nFROM x\n',
      ['stage-below', 2],
    ],
  ])('tell of what cannot be taken from: %s', (_, text, expected) => {
    expect(codesOf(text)).toEqual(expected);
  });

  it.each([
    ['a number with a sign or noughts', 'FROM a\nFROM b\nCOPY --from=+0 x /\nCOPY --from=00 x /\n'],
    ['a stage below, where nothing is built', 'FROM a AS x\nCOPY --from=y x /\nFROM b AS y\nFROM c\n'],
    ['a trigger that is not run', 'FROM a AS t\nONBUILD COPY --from=9 x /\nFROM b\n'],
    ['an image', 'FROM a\nCOPY --from=nginx:1 x /\nRUN --mount=from=9,target=/x true\n'],
    ['several ways to one stage', 'FROM a AS x\nFROM x AS y\nCOPY --from=x x /\nFROM y\nCOPY --from=0 x /\n'],
  ])('tell of nothing where it can: %s', (_, text) => {
    expect(codesOf(text)).toEqual([]);
  });

  it('tell which bases a build reaches', () => {
    expect(facts('FROM a:1 AS a\nFROM b:1\nCOPY --from=c:1 / /\n').bases).toMatchObject([
      { reference: 'a:1', stage: 0, reachable: false },
      { reference: 'b:1', stage: 1, reachable: true },
    ]);
  });
});

describe('the sensor', () => {
  const target = { folder: '/app', build: { dockerfile: 'Dockerfile', target: null, args: {} } } as unknown as Target; // all that it reads
  const ports = (text: string | null) =>
    ({
      files: { resolve: (...parts: string[]) => parts.join('/'), readText: () => text } as unknown as Files,
    }) as Ports; // all that it uses

  it('gathers the atoms that were asked for', async () => {
    expect(
      Object.keys(
        await dockerfileSensor.gather(target, ['dockerfile.file', 'dockerfile.stages'], [], ports('FROM a\n')),
      ),
    ).toEqual(['file', 'stages']);
  });

  it('names what it reads, by digest', async () => {
    const before = await dockerfileSensor.inputs(target, [], [], ports('FROM a\n'));
    const after = await dockerfileSensor.inputs(target, [], [], ports('FROM b\n'));
    const gone = await dockerfileSensor.inputs(target, [], [], ports(null));
    expect(Object.keys(before ?? {})).toEqual(['dockerfile.raw', 'build.args', 'build.target']);
    expect(new Set([before, after, gone].map((it) => it?.['dockerfile.raw'])).size).toBe(3);
    expect(after?.['build.args']).toBe(before?.['build.args']);
  });
});
