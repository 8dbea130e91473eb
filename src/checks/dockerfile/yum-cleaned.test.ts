import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './yum-cleaned.ts';

it.each([
  'yum install -y a',
  'yum clean all && yum install -y a',
  'yum install -y a && rm -rf /tmp/x',
  'yum install -y a && yum clean all && yum install -y b',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'yum install -y a && yum clean all',
  'yum clean all && yum install -y a && yum clean all',
  'yum install -y a; rm -rf /var/cache/yum/*',
  '--mount=type=cache,target=/var/cache/yum yum install -y a',
  'notyum install -y a',
  'bash -c `# nothing`',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN yum install -y a\n')).toEqual([2]);
});

it('cleans up behind the last install', () => {
  expect(mended(check, 'FROM a\nRUN yum install -y a && \\\n  # then\n  make\n')).toBe(
    'FROM a\nRUN yum install -y a && yum clean all && \\\n  # then\n  make\n',
  );
});

it('leaves a pipe to its author', () => {
  const text = 'FROM a\nRUN yum install -y a | tee log\n';
  expect(mended(check, text)).toBe(text);
});

it('leaves JSON to its author', () => {
  const text = 'FROM a\nRUN ["yum", "install", "a"]\n';
  expect(mended(check, text)).toBe(text);
});
