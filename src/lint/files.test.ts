import { expect, it } from 'vitest';
import { memoryFiles } from '../../test/kit/index.ts';
import { type Files, TickproofError } from '../domain/index.ts';
import { isComposeText, targetsIn } from './files.ts';

const denied = (path: string) => new TickproofError('not-permitted', path, { remedy: 'Ask its owner.' });

it('goes on where a folder may not be looked into, and says so', () => {
  const texts = {
    'a/Dockerfile': 'FROM a\n',
    'b/Dockerfile': 'FROM a\n',
    'c/Dockerfile': 'FROM a\n',
    Dockerfile: 'FROM a\n',
  };
  const all = memoryFiles('/p', texts);
  const files: Files = {
    ...all,
    list: (path) => {
      if (path === '/p/a') throw denied(path);
      return all.list(path);
    },
    stat: (path) => {
      if (path.startsWith('/p/b/')) throw denied(path);
      return all.stat(path);
    },
  };
  const told: string[] = [];
  const found = (...paths: string[]) =>
    targetsIn(files, '/p', paths, ({ message }) => told.push(message)).map(({ path }) => path);
  expect(found('.')).toEqual(['Dockerfile', 'b/Dockerfile', 'c/Dockerfile']);
  expect(found('b/Dockerfile', 'c')).toEqual(['c/Dockerfile']);
  expect(new Set(told)).toEqual(new Set(['/p/a', '/p/b/Dockerfile.dockerignore', '/p/b/Dockerfile']));
});

it('ends with what is no matter of reading', () => {
  const files = memoryFiles('/p', { 'a/Dockerfile': '', 'a/.tickproofignore': '[\n' });
  expect(() => targetsIn(files, '/p', ['.'], () => {})).toThrow(/tickproofignore/);
});

it.each([
  'services:\n  web:\n    image: nginx\n',
  '\ufeff# the shop\r\n\r\nservices:\r\n  web: {image: a}\r\n',
  '---\nname: shop\nservices: {web: {image: a}}\n',
  "version: '3'\nx-base: &base {image: a}\n'services':\n  web: *base\n",
  'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM a\n        RUN b\n',
  '{"name": "shop", "services": {"web": {"image": "a"}}}',
  '{\n  services: {web: {image: a}}\n}\n',
])('takes this for a compose file: %j', (text) => {
  expect(isComposeText(text)).toBe(true);
});

it.each([
  '',
  '# services:\n',
  'FROM a\nCOPY <<EOF /compose.yaml\nservices:\n  a: {image: b}\nEOF\n',
  '# services:\nFROM a\n',
  'ARG services\nFROM a\n',
  'FORM a\nservices: b\n',
  'name: a\nimage: b\n',
  'name: a\njobs:\n  services: {}\n',
  '{{ services: }}\nFROM a\n',
  'services\n',
])('takes this for no compose file: %j', (text) => {
  expect(isComposeText(text)).toBe(false);
});

it('has an answer at once, whatever comes', () => {
  const huge = 2_000_000;
  for (const text of [
    '\n'.repeat(huge),
    ' '.repeat(huge),
    `{${' '.repeat(huge)}`,
    `---\n${'services '.repeat(200_000)}`,
  ])
    expect(isComposeText(text)).toBe(false);
});
