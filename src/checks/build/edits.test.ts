import { describe, expect, it } from 'vitest';
import { NEVER_CACHED } from '../../domain/index.ts';
import { installsOf, parseDockerfile, reachableFrom } from '../../formats/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import type { Sources } from '../kit.ts';
import { atTheEnd, sleeping, sourcesAboveInstall, withBuilderShipped } from './edits.ts';

const of = (dockerfile: string | null) => ({ dockerfile }) as Sources; // the one text that is edited
const facts = (text: string) => dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} });
const TWO =
  'ARG V=1\nFROM a AS builder\nCOPY p ./\nRUN npm ci\nCOPY src ./src\nRUN make\nFROM b AS run\nCOPY --from=builder /x /x\n';

describe('a line at the end of the stage that is built', () => {
  it('stands there and nowhere else, whatever follows', () => {
    const text = 'FROM a AS one\nRUN x \\\n  y\nFROM b\nRUN z\n';
    const { stages } = parseDockerfile('Dockerfile', text);
    expect(atTheEnd(of(text), stages[0], 'RUN false')?.dockerfile).toBe(
      'FROM a AS one\nRUN x \\\n  y\nRUN false\n\nFROM b\nRUN z\n',
    );
    expect(atTheEnd(of(text), stages[1], 'RUN false')?.dockerfile).toBe(`${text.trimEnd()}\nRUN false\n\n`);
  });

  it('needs a text and a stage', () => {
    expect(atTheEnd(of(null), facts(TWO).target, 'RUN false')).toBeNull();
    expect(atTheEnd(of('FROM a\n'), null, 'RUN false')).toBeNull();
  });
});

describe('a sleep', () => {
  const cold = (...lines: number[]) => ({
    cold: {
      elapsedMs: 1,
      pullMs: 0,
      steps: lines.map((startLine) => ({
        name: '',
        stage: null,
        instruction: null,
        at: { file: 'Dockerfile', startLine, endLine: startLine },
        cached: false,
        elapsedMs: 1,
      })),
    },
  });

  it('goes to the last stage in which a shell was seen to run, never from the cache', () => {
    expect(sleeping(of(TWO), cold(4, 6, 8), 3)?.dockerfile).toContain(`RUN make\nRUN sleep 3 # ${NEVER_CACHED}\n`);
  });

  it('knows steps that stand nowhere in the text', () => {
    const { steps, ...run } = cold(4).cold;
    const hidden = { cold: { ...run, steps: [...steps.map((it) => ({ ...it, at: null })), ...steps] } };
    expect(sleeping(of(TWO), hidden, 3)?.dockerfile).toContain('RUN sleep 3');
  });

  it('is not tried where none was', () => {
    expect(sleeping(of('FROM a\nRUN ["/x"]\nCOPY y /\n'), cold(2, 3), 3)).toBeNull();
    expect(sleeping(of('FROM a AS unused\nRUN x\nFROM b\nCOPY y /\n'), cold(4), 3)).toBeNull();
  });
});

describe('sources above an install', () => {
  const edit = (text: string, files: readonly string[] = ['src/a b.ts']) => {
    const { stages, target } = facts(text);
    return sourcesAboveInstall(of(text), target, installsOf(stages, reachableFrom(stages, target)), files);
  };

  it('come by a stage of their own, and the text ends at the install under the name of the target', () => {
    expect(edit(TWO)?.dockerfile).toBe(
      [
        'ARG V=1',
        'FROM scratch AS tickproof-sources',
        'COPY ["src/a b.ts","/"]',
        'FROM a AS run',
        'COPY p ./',
        'COPY --from=tickproof-sources / /tickproof-sources/',
        'RUN npm ci',
        '',
      ].join('\n'),
    );
  });

  it('parse to a text in which the install is found again, heredocs and all', () => {
    const text = 'FROM a\nCOPY p ./\nRUN <<EOF\nnpm ci\nEOF\nCOPY src ./src\n';
    const edited = facts(edit(text)?.dockerfile ?? '');
    expect(edited.problems).toEqual([]);
    expect(edited.target?.body.map(({ keyword }) => keyword)).toEqual(['COPY', 'COPY', 'RUN']);
    expect(installsOf(edited.stages, reachableFrom(edited.stages, edited.target))).toHaveLength(1);
  });

  it('are not moved where stages are meant by number, nothing installs or no file is known', () => {
    expect(edit(TWO.replace('--from=builder', '--from=0'))).toBeNull();
    expect(edit('FROM a\nCOPY src ./src\n')).toBeNull();
    expect(edit(TWO, [])).toBeNull();
    expect(edit('')).toBeNull();
  });

  it('are not moved where the text is another one by now', () => {
    const { stages, target } = facts(TWO);
    const installs = installsOf(stages, reachableFrom(stages, target));
    const moved = of(TWO.replace('RUN npm ci', 'RUN ls\nRUN npm ci'));
    expect(sourcesAboveInstall(moved, target, installs, ['a'])).toBeNull();
    expect(sourcesAboveInstall(of(null), target, installs, ['a'])).toBeNull();
    expect(sourcesAboveInstall(of(TWO), null, installs, ['a'])).toBeNull();
  });
});

describe('a builder that is shipped', () => {
  const stage = (name: string, index: number, discarded: boolean) => ({
    name,
    index,
    base: 'a',
    discarded,
    sizeBytes: 1,
    layers: [],
  });

  it('is what the target goes on from, and keeps its own place', () => {
    const built = [stage('builder', 0, true), stage('run', 1, false)];
    expect(withBuilderShipped(of(`${TWO}FROM c AS later\n`), built)?.dockerfile).toBe(
      `${TWO.slice(0, TWO.indexOf('FROM b'))}FROM builder AS run\nFROM c AS later\n`,
    );
  });

  it('gets a name where it has none', () => {
    const text = 'FROM a\nRUN x\nFROM b\nCOPY --from=0 /x /x\n';
    const built = [stage('stage-0', 0, true), stage('stage-1', 1, false)];
    expect(withBuilderShipped(of(text), built)?.dockerfile).toBe(
      'FROM a AS tickproof-builder\nRUN x\nFROM tickproof-builder\n',
    );
  });

  it('is the last of those before the last stage that is kept, which may have no line', () => {
    const text = 'FROM a AS one\nFROM b AS two\nRUN x\nFROM c\nFROM d AS end\nFROM e AS after\n';
    const built = [true, true, false, false, true].map((discarded, index) => stage(`s${index}`, index, discarded));
    expect(withBuilderShipped(of(text), built)?.dockerfile).toBe(text.replace('FROM d AS end', 'FROM two AS end'));
  });

  it('must be there', () => {
    expect(withBuilderShipped(of('FROM a\nFROM b\n'), [stage('a', 0, true), stage('b', 1, true)])).toBeNull();
    expect(withBuilderShipped(of('FROM a\n'), [stage('a', 0, true), stage('b', 1, false)])).toBeNull();
    expect(withBuilderShipped(of(null), [stage('a', 0, true), stage('b', 1, false)])).toBeNull();
    expect(withBuilderShipped(of('FROM a AS x\nFROM b\n'), [stage('b', 1, false), stage('c', 2, true)])).toBeNull();
    expect(withBuilderShipped(of('FROM a\nRUN x\n'), [stage('stage-0', 0, false)])).toBeNull();
  });
});
