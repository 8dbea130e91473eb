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
