import { expect, it } from 'vitest';
import { allChecks } from '../checks/index.ts';
import { explainFlow } from './explain-flow.ts';
import type { Io } from './io.ts';

/** What is printed for a name, or for the list. */
async function explained(name: string | undefined, json = false): Promise<string> {
  const said: string[] = [];
  const io: Io = {
    out: (text) => said.push(text),
    outBytes: () => undefined,
    err: (text) => said.push(text),
    env: {},
    cwd: '/',
    live: false,
    columns: 100,
    colour: false,
    signal: new AbortController().signal,
  };
  await explainFlow(name, { json }, io);
  return said.join('');
}

/** A path in our repository: whoever installed the package has no such file. */
const OUR_FILES = /(?<![\w./-])(?:docs|src|test)\/[\w/-]+\.(?:md|ts)\b/;

it.each(['lint/comment', 'SC2086', ...allChecks.map(({ id }) => id)])(
  'explains %s without naming a file that is not installed',
  async (name) => {
    const text = await explained(name);
    expect(text).toContain('\n');
    expect(text).not.toMatch(OUR_FILES);
    expect(await explained(name, true)).not.toMatch(OUR_FILES);
  },
);

it('has no heading over references where there are none', async () => {
  const text = await explained('lint/comment');
  expect(text).toContain('How to mend it');
  expect(text).not.toContain('References');
});

it('shows all that a name of another tool stands for', async () => {
  const text = await explained('dl1000');
  expect(text).toMatch(/^ dockerfile\/valid\n[^]*^ lint\/text\n/m);
  const all = JSON.parse(await explained('DL1000', true)) as { id: string }[];
  expect(all.map(({ id }) => id)).toEqual(['dockerfile/valid', 'lint/text']);
});

it.each(['context', 'context/', 'context/*', 'Context'])('lists the group %s with its titles', async (name) => {
  const text = await explained(name);
  expect(text).toMatch(/^ context\n [●○] context\/\S+ +\S/);
  expect(text).toContain('by its profile strict');
  expect(text).not.toMatch(/^ (?:image|dockerfile)$/m);
  const all = JSON.parse(await explained(name, true)) as { id: string }[];
  expect(new Set(all.map(({ id }) => id.split('/')[0]))).toEqual(new Set(['context']));
});

it('tells of the findings of a group that are no checks, and which group is meant', async () => {
  expect(await explained('lint')).toMatch(/^ lint\/comment\n[^]*^ lint\/text\n/m);
  await expect(explained('imgae')).rejects.toMatchObject({ remedy: 'Did you mean `image`?' });
});

it('takes a name that is cut short for that of the check that goes on', async () => {
  await expect(explained('dockerfile/no-secret')).rejects.toMatchObject({
    remedy: 'Did you mean `dockerfile/no-secret-names`?',
  });
});
