import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './pip-no-cache.ts';

it.each([
  'pip install a',
  'pip3 install -r x.txt',
  'python -m pip install a',
  'PIP_NO_CACHE_DIR=0 pip install a',
  'export PIP_NO_CACHE_DIR=off && pip install a',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'pip install --no-cache-dir a',
  'pipx install a',
  'pipenv install a',
  'PIP_NO_CACHE_DIR=1 pip install a',
  'export PIP_NO_CACHE_DIR=on && pip install a',
  '--mount=type=cache,target=/root/.cache/pip pip install a',
  'pip list',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN pip install a\n')).toEqual([2]);
});

it('knows ENV of the stage, up to the step', () => {
  expect(
    linesOf(
      check,
      'FROM a\nENV PIP_NO_CACHE_DIR="true"\nRUN pip install a\nENV PIP_NO_CACHE_DIR no\nRUN pip install a\n',
    ),
  ).toEqual([5]);
});

it('knows ENV of the stage that it is made from, and of no other', () => {
  expect(
    linesOf(check, 'FROM a AS b\nENV PIP_NO_CACHE_DIR=1\nFROM b\nRUN pip install a\nFROM a\nRUN pip install a\n'),
  ).toEqual([6]);
});

it('adds the option', () => {
  expect(mended(check, 'FROM a\nRUN python -m pip install a && pip install b\n')).toBe(
    'FROM a\nRUN python -m pip install --no-cache-dir a && pip install --no-cache-dir b\n',
  );
});

it('takes the last value of a line, and what ENV sets alone', () => {
  expect(linesOf(check, 'FROM a\nENV PIP_NO_CACHE_DIR=0 PIP_NO_CACHE_DIR=1\nRUN pip install a\n')).toEqual([]);
  expect(linesOf(check, 'FROM a\nLABEL PIP_NO_CACHE_DIR=1\nRUN pip install a\n')).toEqual([3]);
});

it('minds no pipx, whatever its version, and any pip', () => {
  expect(linesOf(check, 'FROM a\nRUN pipx install b\n')).toEqual([]);
  expect(linesOf(check, 'FROM a\nRUN pip3 install b\n')).toEqual([2]);
});
