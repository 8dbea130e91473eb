import { expect, it } from 'vitest';
import { EXAMPLE_ROOT, exampleTarget, memoryFiles } from '../../test/kit/ports.ts';
import { recordsSent } from './records-warning.ts';

const sentIn = (entries: Readonly<Record<string, string>>) =>
  recordsSent(exampleTarget({}), memoryFiles(EXAMPLE_ROOT, { Dockerfile: 'FROM a\nCOPY . .\n', ...entries }));

it('warns of records that were there before', () => {
  expect(sentIn({ '.tickproof/record.json': '{}' })).toEqual([
    {
      message: expect.stringContaining('`.tickproof` is sent') as unknown,
      remedy: 'Add `.tickproof` to .dockerignore.',
    },
  ]);
});

it('says nothing of the folder that this very run will make', () => {
  expect(sentIn({})).toEqual([]);
});

it('says nothing of records that are ignored', () => {
  expect(sentIn({ '.tickproof/record.json': '{}', '.dockerignore': '.tickproof\n' })).toEqual([]);
});
