import { describe, expect, it } from 'vitest';
import { linesOf, mended } from '../../../../test/kit/rules.ts';
import { dockerfileFactsOf } from '../../../sensors/index.ts';
import aptAssumesYes from '../apt-assumes-yes.ts';
import aptListsRemoved from '../apt-lists-removed.ts';
import gemPinned from '../gem-pinned.ts';
import noApt from '../no-apt.ts';

it('objects to steps in the order of the file, triggers in their place', () => {
  const text = 'FROM a\nRUN gem i x\nONBUILD RUN gem i a\nRUN gem i b\nONBUILD RUN gem i c\nRUN gem i d\n';
  expect(linesOf(gemPinned, text)).toEqual([2, 3, 4, 5, 6]);
});

it('offers nothing where it can mend nothing', () => {
  const dockerfile = dockerfileFactsOf({
    path: 'Dockerfile',
    text: 'FROM a\nRUN apt-get update\n',
    target: null,
    args: {},
  });
  expect(aptListsRemoved.sightings?.({ dockerfile }, {})).toHaveLength(1);
  expect(aptListsRemoved.sightings?.({ dockerfile }, {})[0]).not.toHaveProperty('fix');
  expect(aptListsRemoved.fixes?.({ dockerfile }, {})).toEqual([]);
});

describe('a word', () => {
  it.each([
    ['RUN apt-get install x', 'RUN apt-get install -y x'],
    ['RUN ["apt-get", "install", "x"]', 'RUN ["apt-get", "install", "-y", "x"]'],
    ['RUN apt-get "install" x', 'RUN apt-get "install" x'],
    ['RUN (apt-get install)', 'RUN (apt-get install -y)'],
    ['RUN a;apt-get install;b', 'RUN a;apt-get install -y;b'],
  ])('is followed by an option: %s', (line, wanted) => {
    expect(mended(aptAssumesYes, `FROM a\n${line}\n`)).toBe(`FROM a\n${wanted}\n`);
  });

  it('at the end of the file too, and the first of its kind', () => {
    expect(mended(aptAssumesYes, 'FROM a\nRUN apt-get install')).toBe('FROM a\nRUN apt-get install -y');
    expect(mended(aptAssumesYes, 'FROM a\nRUN apt-get install install')).toBe('FROM a\nRUN apt-get install -y install');
  });

  it.each([
    ['RUN apt install x', 'RUN apt-get install x'],
    ['RUN ["apt", "install", "x"]', 'RUN ["apt-get", "install", "x"]'],
  ])('is replaced by another: %s', (line, wanted) => {
    expect(mended(noApt, `FROM a\n${line}\n`)).toBe(`FROM a\n${wanted}\n`);
  });

  it.each(['RUN apt-get inst\\\nall x', 'RUN apt-get in"stall" x', "RUN apt-get 'install' x"])(
    'is left to its author where it is written otherwise: %s',
    (line) => {
      for (const check of [aptAssumesYes, noApt]) expect(mended(check, `FROM a\n${line}\n`)).toBe(`FROM a\n${line}\n`);
    },
  );
});

describe('a command behind another', () => {
  it.each([
    ['apt-get update && apt-get install -y "x"', ' && rm -rf /var/lib/apt/lists/*'],
    ['apt-get update; apt-get install -y x', ' && rm -rf /var/lib/apt/lists/*'],
  ])('is put behind `%s`', (line, added) => {
    expect(mended(aptListsRemoved, `FROM a\nRUN ${line}\n`)).toBe(`FROM a\nRUN ${line}${added}\n`);
  });

  it.each([
    '["apt-get", "update"]\nRUN ["apt-get", "install", "x"]',
    '(apt-get update && apt-get install -y x)',
    'apt-get update && (apt-get install -y x)',
    'apt-get update && apt-get install -y x || exit 1',
    'apt-get update || apt-get install -y x',
    'apt-get update && apt-get install -y x | cat',
    'apt-get update && apt-get install -y x > /log',
    'apt-get update && apt-get install -y a\\ b',
    'apt-get update && { apt-get install -y x; }',
    'apt-get update; while a; do apt-get install -y x; done',
  ])('is not put behind `%s`', (line) => {
    expect(mended(aptListsRemoved, `FROM a\nRUN ${line}\n`)).toBe(`FROM a\nRUN ${line}\n`);
  });
});

it('leaves a word alone that goes on in the file otherwise than it was read', () => {
  const text = 'FROM a\nRUN apt-get install>log x\n';
  expect(mended(aptAssumesYes, text)).toBe(text);
});
