import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { parseCriteria } from '../../src/index.ts';

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
  expect(parseCriteria(name, yaml).criteria.length).toBeGreaterThan(0);
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
