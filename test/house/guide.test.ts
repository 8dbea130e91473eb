import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { transpile } from 'typescript';
import { expect, it } from 'vitest';
import * as api from '../../src/index.ts';

const root = join(import.meta.dirname, '../..');
const guides = readdirSync(join(root, 'docs/guide')).map((file) => ({
  file,
  text: readFileSync(join(root, 'docs/guide', file), 'utf8'),
}));
const snippets = guides.flatMap(({ file, text }) =>
  [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = ''], index) => [`${file} #${index + 1}`, yaml] as const),
);

it('shows criteria', () => {
  expect(snippets.length).toBeGreaterThan(3);
});

it.each(snippets)('shows criteria that can be read: %s', (name, yaml) => {
  expect(api.parseCriteria(name, yaml).criteria.length).toBeGreaterThan(0);
});

it('names only files that are there', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', ...guides.map(({ file }) => `docs/guide/${file}`)];
  const links = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(((?!https?:)[^)#]+)\)/g)].map(([, path = '']) =>
      join(dirname(page), path),
    ),
  );
  const missing = links.filter((path) => {
    try {
      return readdirSync(join(root, path)).length === 0;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== 'ENOTDIR';
    }
  });
  expect(missing).toEqual([]);
});

it('shows a parsed Dockerfile that comes out as the guide says', () => {
  const library = guides.find(({ file }) => file === 'library.md')?.text ?? '';
  const snippet = [...library.matchAll(/```ts\n([\s\S]*?)```/g)]
    .map(([, ts = '']) => ts)
    .find((it) => it.includes('parseDockerfile('));
  const script = transpile((snippet ?? '').replace(/^import (\{.*\}) from 'tickproof';/m, 'const $1 = api;'));
  const said: string[] = [];
  const log = (...words: unknown[]) => said.push(words.join(' ').trim());
  runInNewContext(script, { api, console: { log } });
  expect(said).toEqual([
    'build image node:20-slim',
    '(no name) stage',
    '1: ARG - TAG=20-slim',
    '2: FROM - node:${TAG} AS build',
    '3: RUN shell npm ci mount',
    '5: FROM - build',
    '6: CMD exec node server.js',
    expect.stringMatching(/^7: USR/),
    expect.stringMatching(/^Dockerfile:7 unknown-instruction: /),
  ]);
});

it('is in the package, as what its pages name is, but for pictures and examples', () => {
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: readonly string[] };
  const packed = (path: string) => files.some((it) => path === it || path.startsWith(`${it}/`));
  const links = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/\]\((docs\/(?!pictures)[^)#]+)\)/g)];
  expect(links.length).toBeGreaterThan(5);
  expect(links.map(([, path = '']) => path).filter((path) => !packed(path))).toEqual([]);
});
