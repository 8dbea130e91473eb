import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './pipefail.ts';

it.each(['a | b', 'a && b | c', 'x=$(a | b)', 'a |& b', 'case $x in y) a | b;; esac', '["sh", "-c", "a | b"]'])(
  'objects to `%s`',
  (line) => {
    expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
  },
);

it.each([
  'a && b',
  'a || b',
  'echo "a | b"',
  'case $x in a|b|c) true;; esac',
  'set -o pipefail && a | b',
  'set -euo pipefail; a | b',
  '["bash", "-o", "pipefail", "-c", "a | b"]',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('is content with a shell that knows the option', () => {
  expect(linesOf(check, 'FROM a\nSHELL ["/usr/bin/bash", "-eo", "pipefail", "-c"]\nRUN a | b\n')).toEqual([]);
});

it('is not content with the option where the shell does not know it', () => {
  expect(linesOf(check, 'FROM a\nSHELL ["/bin/sh", "-o", "pipefail", "-c"]\nRUN a | b\n')).toEqual([3]);
});

it('goes by the last SHELL', () => {
  expect(
    linesOf(check, 'FROM a\nSHELL ["/bin/ash", "-o", "pipefail", "-c"]\nSHELL ["/bin/ash", "-c"]\nRUN a | b\n'),
  ).toEqual([4]);
});

it('takes up the shell of the stage below, as a build does', () => {
  expect(
    linesOf(check, 'FROM a AS b\nSHELL ["zsh", "-o", "pipefail", "-c"]\nFROM b\nRUN a | b\nFROM a\nRUN a | b\n'),
  ).toEqual([6]);
});

it('asks nothing of PowerShell and cmd', () => {
  expect(linesOf(check, 'FROM a\nSHELL ["powershell.exe"]\nRUN a | b\nSHELL ["cmd.exe", "/c"]\nRUN a | b\n')).toEqual(
    [],
  );
});

it('leaves triggers to the file that they run in', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN a | b\n')).toEqual([]);
});

it.each(['set -e; a | b', 'x pipefail; a | b', 'a | b; set -o pipefail', 'a | set -o pipefail'])(
  'knows that `%s` does not set the option before the pipe',
  (line) => {
    expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
  },
);
