import { expect, it } from 'vitest';
import { emptyPorts, EXAMPLE_ROOT, exampleTarget, memoryFiles } from '../../../test/kit/index.ts';
import { contextSensor } from './index.ts';

type Files = Readonly<Record<string, string>>;

const LINES = 'FROM a\nCOPY . /app\nCOPY run/first.sh /start\nENTRYPOINT ["/app/run/entry.sh"]\nCMD ["serve"]\n';

function given(files: Files, dockerfile: string, ignore = '') {
  const ports = emptyPorts(memoryFiles(EXAMPLE_ROOT, { ...files, Dockerfile: dockerfile, '.dockerignore': ignore }));
  return [exampleTarget({ dockerfile }), ['context.scripts'], [], ports] as const;
}

async function scripts(files: Files, dockerfile = LINES, ignore = '') {
  return (await contextSensor.gather(...given(files, dockerfile, ignore))).scripts;
}

it('brings the scripts that a COPY names, or that the container starts', async () => {
  const text = '#!/bin/sh\nexec "$@"\n';
  const files = { 'run/first.sh': text, 'run/entry.sh': `${text}#`, 'bin/serve': text, 'run/other.sh': text, a: text };
  expect(await scripts(files)).toEqual([
    { path: 'bin/serve', text },
    { path: 'run/entry.sh', text: `${text}#` },
    { path: 'run/first.sh', text },
  ]);
  expect(await scripts(files, LINES, 'run/entry.sh\nbin\n')).toEqual([{ path: 'run/first.sh', text }]);
});

it('brings nothing of a name alone that no instruction takes', async () => {
  expect(await scripts({ 'x/entry.sh': '#!/bin/sh\n' }, 'FROM a\nCOPY b /b\nCMD ["/x/entry.sh"]\n')).toEqual([]);
  expect(await scripts({ 'x/entry.sh': '#!/bin/sh\n' }, 'FROM a\n')).toEqual([]);
});

it('brings neither programs, nor other texts, nor what is large', async () => {
  const large = `#!${' '.repeat(65_534)}`;
  expect(await scripts({ 'run/entry.sh': large })).toHaveLength(1);
  for (const text of [`${large} `, '#!/bin/sh\n\0', 'exec "$@"\n', '#/bin/sh', '', '!#'])
    expect(await scripts({ 'run/entry.sh': text })).toEqual([]);
});

it('is another input where a script reads otherwise, and only there', async () => {
  const inputs = (text: string) => contextSensor.inputs(...given({ 'run/entry.sh': text, 'b.sh': text }, LINES));
  expect(await inputs('#!/bin/sh\na\n')).toEqual(await inputs('#!/bin/sh\na\n'));
  const [one, other] = [await inputs('#!/bin/sh\na\n'), await inputs('#!/bin/sh\nb\n')];
  expect(one?.['context.scripts']).not.toBe(other?.['context.scripts']);
  expect(one?.['context.listing']).toBe(other?.['context.listing']);
});
