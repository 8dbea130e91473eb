import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './zypper-cleaned.ts';

it.each([
  'zypper in -y a',
  'zypper clean --all && zypper in -y a',
  'zypper in -y a && rm -rf /tmp/x',
  'zypper in -y a && zypper clean --all && zypper in -y b',
  'zypper install a',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'zypper in -y a && zypper clean --all',
  'zypper clean --all && zypper in -y a && zypper clean --all',
  'zypper in -y a; rm -rf /var/cache/zypp/*',
  '--mount=type=cache,target=/var/cache/zypp zypper in -y a',
  'notzypper in -y a',
  'bash -c `# nothing`',
  'zypper in a && zypper cc',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN zypper in -y a\n')).toEqual([2]);
});

it('cleans up behind the last install', () => {
  expect(mended(check, 'FROM a\nRUN zypper in -y a && \\\n  # then\n  make\n')).toBe(
    'FROM a\nRUN zypper in -y a && zypper clean --all && \\\n  # then\n  make\n',
  );
});

it('leaves a pipe to its author', () => {
  const text = 'FROM a\nRUN zypper in -y a | tee log\n';
  expect(mended(check, text)).toBe(text);
});

it('leaves JSON to its author', () => {
  const text = 'FROM a\nRUN ["zypper", "in", "a"]\n';
  expect(mended(check, text)).toBe(text);
});
