import { describe, expect, it } from 'vitest';
import { installsOf, parseDockerfile } from '../../formats/index.ts';
import { contextSources, copyBelow, covers, isLikelySource, sourcesAbove } from './order.ts';

/** The first install of the last stage, with all stages. */
function installIn(text: string) {
  const { stages } = parseDockerfile('Dockerfile', text);
  const [install] = installsOf(stages, new Set([stages.length - 1]));
  if (!install) throw new Error('nothing is installed');
  return { stages, install };
}

const above = (text: string, touched: readonly string[] | null) => {
  const { stages, install } = installIn(text);
  return sourcesAbove(stages, install, touched).map(({ at }) => at.startLine);
};

describe('what stands above an install', () => {
  const text = 'FROM a AS base\nCOPY src/ /s/\nFROM base\nCOPY lib ./lib\nCOPY p.json ./\nRUN npm ci\nCOPY other ./\n';

  it.each([
    [['src/a.ts'], [2]],
    [
      ['lib/a.ts', 'src/a.ts', 'none'],
      [2, 4],
    ],
    [['other/a.ts'], []],
    [['p.json'], [5]],
    [null, [2, 4]],
  ])('brings %j by lines %j', (touched, lines) => {
    expect(above(text, touched)).toEqual(lines);
  });

  it('counts what is mounted into it, and not what is mounted of elsewhere', () => {
    const mounted = (mount: string) => above(`FROM a\nRUN --mount=${mount} npm ci\n`, ['src/a.ts', 'b']);
    expect(mounted('type=bind,source=src,target=/s')).toEqual([2]);
    expect(mounted('target=/s')).toEqual([2]);
    expect(mounted('type=bind,source=lib,target=/s')).toEqual([]);
    expect(mounted('type=bind,from=b,source=src,target=/s')).toEqual([]);
    expect(mounted('type=cache,source=src,target=/s')).toEqual([]);
  });
});

it.each([
  ['COPY src ./src\nRUN npm ci\nCOPY lib ./lib\nCOPY src/b ./\n', 5],
  ['COPY src ./src\nRUN npm ci\nRUN make\nCOPY . .\nCOPY src ./\n', 5],
  ['COPY src ./src\nRUN npm ci\nCOPY lib ./lib\n', null],
])('finds the first COPY below the install that brings sources: %j', (body, line) => {
  const { install } = installIn(`FROM a\n${body}`);
  const found = copyBelow(install, ['src/b/c.ts', 'none']);
  expect(found === null ? null : found.at.startLine).toBe(line);
});

it.each([
  ['COPY a b/ /c', ['a', 'b/']],
  ['ADD a https://b.example/c /d', ['a']],
  ['COPY --from=x a /c', []],
  ['COPY <<a /c\ntext\na', []],
  ['COPY --link --chown=1 a /c', ['a']],
  ['RUN cp a b', []],
  ['CMD ["a", "b"]', []],
])('knows what an instruction takes of the context: %j', (line, sources) => {
  const { stages } = parseDockerfile('Dockerfile', `FROM a\n${line}\n`);
  expect(stages[0]?.body.flatMap(contextSources)).toEqual(sources);
});

it.each([
  ['**', 'a/b', true],
  ['a/*', 'a', false],
  ['*b*d', 'abcd', true],
  ['*b*d', 'abdc', false],
  ['*ab', 'aab', true],
  ['?', 'a', true],
  ['??', 'a', false],
  ['a', 'ab', false],
  ['[a-c]', 'a', true],
  ['[a-c]', 'b', true],
  ['[a-c]', 'c', true],
  ['[a-c]', 'd', false],
  ['[a-c]', '-', false],
  ['[x-z]', 'a', false],
  ['[axz]', 'z', true],
  ['[axz]', 'b', false],
  ['[^axz]', 'b', true],
  ['[^axz]', 'z', false],
  ['[^a-c]', 'b', false],
  ['\\*.ts', '*.ts', true],
  ['\\[a', '[a', true],
  ['a\\', 'a', false],
  ['[', '[', false],
])('matches as the builder does: %s on %s: %s', (source, file, expected) => {
  expect(covers(source, file)).toBe(expected);
});

it.each([
  ['.', true],
  ['/', true],
  ['src', true],
  ['packages/lib', true],
  ['main.py', true],
  ['docs/index.html', true],
  ['*', true],
  ['lib/README', false],
  ['package.json', false],
  ['setup.py', false],
  ['vite.config.ts', false],
  ['.npmrc', false],
  ['src/.eslintrc.js', false],
  ['scripts', false],
])('takes %s for sources by its name: %s', (source, expected) => {
  expect(isLikelySource(source)).toBe(expected);
});
