import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../test/kit/cpu.ts';
import type { Stage } from '../../domain/index.ts';
import { chainOf, eachInStages, effectiveOf, parseDockerfile, stageNamed } from './index.ts';

const read = (...lines: readonly string[]) => parseDockerfile('Dockerfile', `${lines.join('\n')}\n`);
const last = (stages: readonly Stage[]): Stage => stages.at(-1) as Stage;

describe('folders', () => {
  it.each([
    [['WORKDIR /a', 'WORKDIR b', 'WORKDIR ./c//d/'], '/a/b/c/d'],
    [['WORKDIR a', 'WORKDIR ..', 'WORKDIR ../../b'], '/b'],
    [['WORKDIR /a/b', 'WORKDIR /c'], '/c'],
    [['WORKDIR ..'], '/'],
    [['ENV A=x', 'WORKDIR $A/${B}'], '/x/${B}'],
  ])('are entered one from the other: %j', (lines, path) => {
    const parsed = read('FROM a', ...lines);
    expect(effectiveOf(parsed, last(parsed.stages)).workdir?.value).toBe(path);
  });
});

describe('variables', () => {
  const seenBy = (keyword: string, ...lines: readonly string[]): Record<string, string>[] => {
    const parsed = read(...lines);
    const seen: Record<string, string>[] = [];
    effectiveOf(parsed, last(parsed.stages), {}, (instruction, { variables }) => {
      if (instruction.keyword === keyword) seen.push(Object.fromEntries(variables));
    });
    return seen;
  };

  it('go on to the stages that are made from theirs, whether ARG or ENV set them', () => {
    const lines = ['FROM a AS b', 'ARG A=1', 'ARG C=1', 'ENV B=$A C=2', 'FROM b', 'LABEL x=$A$B$C'];
    expect(seenBy('LABEL', ...lines)).toEqual([{ A: '1', B: '1', C: '2' }]);
  });

  it('are those of an ARG behind an ENV up to the end of the stage, and of the ENV from there on', () => {
    const lines = ['FROM a AS b', 'ENV A=1', 'ARG A=2', 'LABEL x=$A', 'FROM b', 'LABEL x=$A'];
    expect(seenBy('LABEL', ...lines)).toEqual([{ A: '2' }, { A: '1' }]);
    const parsed = read('FROM a', 'ENV A=1', 'ARG A=2', 'ENV B=$A');
    expect([...effectiveOf(parsed, last(parsed.stages)).environment]).toEqual([
      ['A', '1'],
      ['B', '2'],
    ]);
  });

  it('are known to be unset where there is no base image, and PATH to be there', () => {
    const parsed = read('FROM scratch AS a', 'FROM a', 'USER $NOBODY', 'WORKDIR /x/$NOWHERE', 'ENV P=$PATH:/y');
    const { user, workdir, environment } = effectiveOf(parsed, last(parsed.stages));
    const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
    expect([user?.value, workdir?.value]).toEqual(['', '/x']);
    expect(Object.fromEntries(environment)).toEqual({ PATH: path, P: `${path}:/y` });
  });

  it('never become longer than any process could be given them', () => {
    const doubled = Array.from({ length: 60 }, (_, i) => `ENV A${i + 1}=$A${i}$A${i}`);
    const parsed = read('FROM a', 'ENV A0=abcdefgh', ...doubled);
    const { environment } = effectiveOf(parsed, last(parsed.stages));
    expect(environment.get('A3')).toBe('abcdefgh'.repeat(8));
    expect(Math.max(...[...environment.values()].map(({ length }) => length))).toBeLessThanOrEqual(131_072);
  });
});

describe('each of several stages', () => {
  it('is walked as if it were the only one, each instruction once', () => {
    const parsed = read(
      'FROM a AS base\nARG X=1\nENV E=$X\nONBUILD ENV T=$E\nWORKDIR /w\nSHELL ["bash", "-c"]',
      'FROM base AS one\nENV O=$T\nWORKDIR 1\nRUN here',
      'FROM base AS two\nARG X=2 E=3\nWORKDIR 2\nRUN here',
      'FROM one\nARG X=3\nRUN here',
      'FROM other\nRUN here',
      'FROM two\nRUN here',
      'FROM scratch AS bare\nARG PATH=/x\nRUN here',
      'FROM bare\nWORKDIR $NONE\nRUN here',
    );
    const states = new Map<number, unknown>();
    const note = (index: number, { variables, workdir, shell }: Parameters<Parameters<typeof eachInStages>[3]>[1]) =>
      ({ index, variables: Object.fromEntries(variables), workdir, shell }) as const;
    eachInStages(parsed, parsed.stages, {}, ({ keyword }, scope, { index }) => {
      if (keyword !== 'RUN') return;
      expect(states.has(index)).toBe(false);
      states.set(index, note(index, scope));
    });
    for (const stage of parsed.stages.slice(1)) {
      let alone: unknown;
      effectiveOf(parsed, stage, {}, ({ keyword }, scope, { index }) => {
        if (keyword === 'RUN' && index === stage.index) alone = note(index, scope);
      });
      expect(states.get(stage.index)).toEqual(alone);
    }
    expect(states.size).toBe(7);
  });

  it('is not visited where it is only stood upon', () => {
    const parsed = read('FROM a AS b', 'RUN below', 'FROM b', 'RUN above');
    const seen: string[] = [];
    eachInStages(parsed, [last(parsed.stages)], {}, ({ rest }) => seen.push(rest));
    expect(seen).toEqual(['above']);
  });
});

describe('names', () => {
  it('mean the last stage before that has them, whatever their case', () => {
    const { stages } = read('FROM a AS x', 'FROM b AS y', 'FROM c AS X', 'FROM d');
    expect(stageNamed(stages, 'X', 3)?.index).toBe(2);
    expect(stageNamed(stages, 'x', 2)?.index).toBe(0);
    expect(stageNamed(stages, 'x', 0)).toBeNull();
    expect(stageNamed(stages, '1', 3)?.index).toBe(1);
    expect(stageNamed(stages, '3', 3)).toBeNull();
    expect(stageNamed(stages, 'z', 3)).toBeNull();
  });

  it('give the chain, root first', () => {
    const { stages } = read('FROM a AS x', 'FROM x AS y', 'FROM b', 'FROM y');
    expect(chainOf(stages, last(stages)).map(({ index }) => index)).toEqual([0, 1, 3]);
  });
});

describe('tens of thousands', () => {
  const N = 8_000;
  const many = (line: (i: number) => string, head = 'FROM a AS s0'): string =>
    [head, ...Array.from({ length: N }, (_, i) => line(i))].join('\n');

  it.each([
    ['relative WORKDIRs', many(() => 'WORKDIR a')],
    ['chained stages', many((i) => `FROM s${i} AS s${i + 1}\nENV A${i}=b\nARG B${i}=b\nADD a b`)],
    ['stages copied from by name', many((i) => `FROM a AS s${i + 1}\nCOPY --from=s${i} a b`)],
    ['values twice as long each time', many((i) => `ENV A${i + 1}=$A${i}$A${i}x`, 'FROM a\nENV A0=b')],
  ])('%s take no longer than their number', (_, text) => {
    const parsed = parseDockerfile('Dockerfile', text);
    const tookMs = cpuMs(() => {
      effectiveOf(parsed, last(parsed.stages));
      eachInStages(parsed, parsed.stages, {}, () => {});
      for (const { index } of parsed.stages) stageNamed(parsed.stages, `s${index - 1}`, index);
    });
    expect(tookMs).toBeLessThan(2_000);
  });
});
