import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './dnf-cleaned.ts';

it.each([
  'dnf install -y a',
  'dnf clean all && dnf install -y a',
  'dnf install -y a && rm -rf /tmp/x',
  'dnf install -y a && dnf clean all && dnf install -y b',
  'microdnf install a',
  'dnf -y up',
  'dnf rei a',
  'dnf install a && microdnf clean all',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'dnf install -y a && dnf clean all',
  'dnf clean all && dnf install -y a && dnf clean all',
  'dnf install -y a; rm -rf /var/cache/libdnf5/*',
  '--mount=type=cache,target=/var/cache/libdnf5 dnf install -y a',
  'notdnf install -y a',
  'bash -c `# nothing`',
  'microdnf install a && microdnf clean all',
  'dnf in a && rm -rf /var/cache/yum/*',
  '--mount=type=tmpfs,target=/root/.cache/libdnf5 dnf in a',
  'tdnf install a',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN dnf install -y a\n')).toEqual([2]);
});

it('cleans up behind the last install', () => {
  expect(mended(check, 'FROM a\nRUN dnf install -y a && \\\n  # then\n  make\n')).toBe(
    'FROM a\nRUN dnf install -y a && dnf clean all && \\\n  # then\n  make\n',
  );
});

it('leaves a pipe to its author', () => {
  const text = 'FROM a\nRUN dnf install -y a | tee log\n';
  expect(mended(check, text)).toBe(text);
});

it('leaves JSON to its author', () => {
  const text = 'FROM a\nRUN ["dnf", "install", "a"]\n';
  expect(mended(check, text)).toBe(text);
});
