import { expect, it } from 'vitest';
import { type Sources } from '../kit.ts';
import { judgedOn } from '../../../test/kit/index.ts';
import check from './lock-file-obeyed.ts';

const on = (line: string, ...names: readonly string[]) =>
  judgedOn(check, {
    dockerfile: `FROM node:22\nCOPY . .\n${line}\n`,
    context: names.map((path) => ({ path, sizeBytes: 2, text: '{}' })),
  });

it.each([
  ['RUN npm install', 'package-lock.json'],
  ['RUN npm i --omit=dev', 'package-lock.json'],
  ['RUN yarn', 'yarn.lock'],
  ['RUN uv sync', 'uv.lock'],
  ['RUN pipenv install --system', 'Pipfile.lock'],
  ['RUN cargo build --release', 'Cargo.lock'],
])('objects to `%s` beside %s', async (line, lock) => {
  expect(await on(line, lock)).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'lock-not-obeyed', evidence: [{ at: { startLine: 3 } }] }],
  });
});

it.each([
  ['RUN npm ci', 'package-lock.json'],
  ['RUN yarn install --immutable', 'yarn.lock'],
  ['RUN uv sync --locked', 'uv.lock'],
  ['RUN pipenv sync', 'Pipfile.lock'],
  ['RUN cargo build --locked', 'Cargo.lock'],
])('is content with `%s`', async (line, lock) => {
  expect(await on(line, lock)).toMatchObject({ status: 'pass' });
});

it('says nothing where there is no lock file, or the tool goes by it anyway', async () => {
  expect(await on('RUN npm install', 'package.json')).toMatchObject({ status: 'inapplicable' });
  expect(await on('RUN poetry install', 'poetry.lock')).toMatchObject({ status: 'inapplicable' });
  expect(await on('RUN npm install --global a', 'package-lock.json')).toMatchObject({ status: 'inapplicable' });
});

it('goes by the first install of a step', async () => {
  expect(await on('RUN npm ci && npm install', 'package-lock.json')).toMatchObject({ status: 'pass' });
  expect(await on('RUN npm i && npm ci', 'package-lock.json')).toMatchObject({
    findings: [{ evidence: [{ text: 'npm i' }] }],
  });
});

it('is broken by an install beside a lock file that is planted with it', () => {
  const sources = { dockerfile: 'FROM a\n', ignore: '*', planted: [], removed: [], compose: {} } as Partial<Sources>;
  const broken = check.mutants.map((it) => (it.level === 'S' ? it.edit(sources as Sources, {}) : null));
  expect(broken).toMatchObject([{ ignore: null, planted: [{ path: 'tickproof-planted/package-lock.json' }] }]);
});
