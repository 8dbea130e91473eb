import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import check from './lock-file-copied.ts';

const on = (dockerfile: string, names: readonly string[], ignore = '') =>
  judgedOn(check, { dockerfile, ignore, context: names.map((path) => ({ path, sizeBytes: 2, text: '{}' })) });

it('objects to an install whose lock file stays behind', async () => {
  const text = 'FROM node:22\nCOPY package.json ./\nRUN npm install\nCOPY . .\n';
  expect(await on(text, ['package.json', 'package-lock.json'])).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'lock-not-copied', evidence: [{ at: { startLine: 3 } }] }],
  });
});

it('looks in the folder that the manifest comes from', async () => {
  const text = 'FROM node:22\nCOPY web/package.json ./\nRUN yarn install\n';
  expect(await on(text, ['web/package.json', 'web/yarn.lock'])).toMatchObject({ status: 'fail' });
  expect(await on(text, ['web/package.json', 'yarn.lock'])).toMatchObject({ status: 'inapplicable' });
});

it.each([
  'COPY package.json package-lock.json ./\nRUN npm ci',
  'COPY package*.json ./\nCOPY package.json ./\nRUN npm ci',
  'COPY . .\nCOPY package.json ./\nRUN npm ci',
  'COPY package.json ./\nRUN --mount=type=bind,source=package-lock.json,target=package-lock.json npm ci',
])('is content where it is there: %s', async (lines) => {
  expect(await on(`FROM node:22\n${lines}\n`, ['package.json', 'package-lock.json'])).toMatchObject({ status: 'pass' });
});

it('says nothing of a single package, of another tool, and of locks of others', async () => {
  const copied = 'FROM node:22\nCOPY package.json ./\n';
  const names = ['package.json', 'package-lock.json'];
  expect(await on(`${copied}RUN npm install left-pad\n`, names)).toMatchObject({ status: 'inapplicable' });
  expect(await on(`${copied}RUN yarn install\n`, names)).toMatchObject({ status: 'inapplicable' });
  expect(await on(`${copied}RUN npm install\n`, ['package.json', 'node_modules/package-lock.json'])).toMatchObject({
    status: 'inapplicable',
  });
});

it.each([
  ['pnpm install', 'package.json', 'pnpm-lock.yaml'],
  ['pnpm i', 'package.json', 'pnpm-lock.yaml'],
  ['bun install', 'package.json', 'bun.lock'],
  ['bun i', 'package.json', 'bun.lock'],
  ['yarn', 'package.json', 'yarn.lock'],
  ['poetry install --only main', 'pyproject.toml', 'poetry.lock'],
  ['uv sync', 'pyproject.toml', 'uv.lock'],
  ['pipenv install', 'Pipfile', 'Pipfile.lock'],
  ['bundle', 'Gemfile', 'Gemfile.lock'],
  ['bundle install', 'Gemfile', 'Gemfile.lock'],
  ['composer install', 'composer.json', 'composer.lock'],
  ['cargo fetch', 'Cargo.toml', 'Cargo.lock'],
])('knows that `%s` goes by %s and %s', async (install, manifest, lock) => {
  const text = (...copied: readonly string[]) => `FROM a\nCOPY ${copied.join(' ')} ./\nRUN ${install}\n`;
  expect(await on(text(manifest), [manifest, lock])).toMatchObject({
    status: 'fail',
    findings: [{ evidence: [{ text: install, at: { startLine: 3 } }] }],
  });
  expect(await on(text(manifest, lock), [manifest, lock])).toMatchObject({ status: 'pass' });
});

it.each([
  'RUN --mount=type=cache,source=package-lock.json,target=/x npm ci',
  'RUN --mount=type=bind,from=deps,source=package-lock.json,target=package-lock.json npm ci',
  'RUN --mount=type=bind,source=web,target=web npm ci',
  'COPY --from=deps package-lock.json ./\nRUN npm ci',
  'CMD ["package-lock.json", "x"]\nRUN npm ci',
])('takes nothing else for a copy of the lock file: %s', async (lines) => {
  const names = ['package.json', 'package-lock.json'];
  expect(await on(`FROM node:22\nCOPY package.json ./\n${lines}\n`, names)).toMatchObject({ status: 'fail' });
});

it.each([
  ['package.json', 'RUN --mount=type=bind,target=. npm ci', 'package-lock.json'],
  ['web/package.json', 'COPY web /web\nRUN npm ci', 'web/package-lock.json'],
])('takes a folder for all that is in it: %s, %s', async (manifest, lines, lock) => {
  expect(await on(`FROM node:22\nCOPY ${manifest} ./\n${lines}\n`, [manifest, lock])).toMatchObject({ status: 'pass' });
});

it('names the first install of a step, and none that only runs later', async () => {
  const names = ['package.json', 'package-lock.json'];
  const copied = 'FROM node:22\nCOPY package.json ./\n';
  expect(await on(`${copied}RUN npm install --omit=dev && npm install\n`, names)).toMatchObject({
    findings: [{ evidence: [{ text: 'npm install --omit=dev' }] }],
  });
  expect(await on(`${copied}CMD npm install\n`, names)).toMatchObject({ status: 'inapplicable' });
});

it('looks into every folder that has a lock file, up to a hundred', async () => {
  const folders = Array.from({ length: 101 }, (_, index) => `p${String(index).padStart(3, '0')}`);
  const names = folders.flatMap((it) => [`${it}/package.json`, `${it}/package-lock.json`]);
  const text = (folder: string) => `FROM node:22\nCOPY ${folder}/package.json ./\nRUN npm ci\n`;
  expect((await on(text('p000'), names)).status).toBe('fail');
  expect((await on(text('p099'), names)).status).toBe('fail');
  expect((await on(text('p100'), names)).status).toBe('inapplicable');
});
