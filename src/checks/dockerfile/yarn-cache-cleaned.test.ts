import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './yarn-cache-cleaned.ts';

it.each([
  'yarn install a',
  'yarn cache clean && yarn install a',
  'yarn install a && rm -rf /tmp/x',
  'yarn install a && yarn cache clean && yarn install b',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'yarn install a && yarn cache clean',
  'yarn cache clean && yarn install a && yarn cache clean',
  'yarn install a; rm -rf /usr/local/share/.cache/yarn/*',
  '--mount=type=cache,target=/usr/local/share/.cache/yarn yarn install a',
  'notyarn install a',
  'bash -c `# nothing`',
  'yarn build',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN yarn install a\n')).toEqual([2]);
});

it('cleans up behind the last install', () => {
  expect(mended(check, 'FROM a\nRUN yarn install a && \\\n  # then\n  make\n')).toBe(
    'FROM a\nRUN yarn install a && yarn cache clean && \\\n  # then\n  make\n',
  );
});

it('leaves a pipe to its author', () => {
  const text = 'FROM a\nRUN yarn install a | tee log\n';
  expect(mended(check, text)).toBe(text);
});

it('leaves JSON to its author', () => {
  const text = 'FROM a\nRUN ["yarn", "install", "a"]\n';
  expect(mended(check, text)).toBe(text);
});

it('leaves stages alone that nothing is made from', () => {
  expect(linesOf(check, 'FROM a AS b\nRUN yarn install\nFROM c\nRUN true\n')).toEqual([]);
  expect(linesOf(check, 'FROM a AS b\nRUN yarn install\nFROM b\nRUN true\n')).toEqual([2]);
});
