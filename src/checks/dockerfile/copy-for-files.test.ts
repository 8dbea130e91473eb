import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './copy-for-files.ts';

it('objects to an ADD of what is neither archive nor fetched', () => {
  expect(linesOf(check, 'FROM a\nADD app.conf /etc/\nADD file.zip /\nADD a.tar b /c/\nADD ["dir", "/d"]\n')).toEqual([
    2, 3, 4, 5,
  ]);
});

it('lets archives and what is fetched be', () => {
  expect(linesOf(check, 'FROM a\nADD a.tar.gz /\nADD "b.tgz" /\nADD https://x/y /\nADD git@host:a/b.git /c\n')).toEqual(
    [],
  );
});

it('writes COPY and keeps flags and spelling', () => {
  expect(mended(check, 'FROM a\nADD --chown=1:1 app \\\n  /app\nadd b /b\n')).toBe(
    'FROM a\nCOPY --chown=1:1 app \\\n  /app\ncopy b /b\n',
  );
});

it('leaves patterns, variables, mixed sources and flags of ADD alone', () => {
  expect(mended(check, 'FROM a\nADD *.conf /etc/\n')).toBe('FROM a\nADD *.conf /etc/\n');
  expect(mended(check, 'FROM a\nADD $X /etc/\n')).toBe('FROM a\nADD $X /etc/\n');
  expect(mended(check, 'FROM a\nADD a.tar b /c/\n')).toBe('FROM a\nADD a.tar b /c/\n');
  expect(mended(check, 'FROM a\nADD --checksum=sha256:00 b /c/\n')).toBe('FROM a\nADD --checksum=sha256:00 b /c/\n');
});
