import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './manifest-there-before-install.ts';

it('objects to an install before anything was copied', () => {
  const text =
    'FROM node:22\nRUN npm ci\nFROM python:3\nWORKDIR /x\nRUN pip install -r requirements.txt\nFROM golang\nRUN go mod download\nFROM ruby\nRUN bundle install\n';
  expect(linesOf(check, text)).toEqual([2, 5, 7, 9]);
});

it('says nothing once something was copied, mounted or made', () => {
  const text =
    'FROM node AS x\nCOPY . .\nRUN npm ci\nFROM x\nRUN npm ci\nFROM node\nRUN --mount=target=. npm ci\nFROM node\nRUN git clone x .\nRUN npm ci\n';
  expect(linesOf(check, text)).toEqual([]);
});

it('says nothing of images that may hold it, and of installs that name what they install', () => {
  expect(
    linesOf(check, 'FROM me/mine\nRUN npm ci\nFROM python\nRUN pip install x\nFROM node\nRUN git clone x && npm ci\n'),
  ).toEqual([]);
});

it.each([
  ['npm clean-install', 'package.json'],
  ['pnpm install', 'package.json'],
  ['go mod download', 'go.mod'],
  ['bundle install --jobs=4', 'Gemfile'],
  ['composer install --no-dev', 'composer.json'],
  ['poetry install', 'pyproject.toml'],
  ['cd /app && pip install --no-cache-dir --requirement lists/base.txt', 'lists/base.txt'],
])('`%s` needs %s', (line, file) => {
  expect(judged(check, `FROM debian\nRUN ${line}\n`)).toMatchObject({
    findings: [{ message: `Nothing has brought \`${file}\` into the stage yet` }],
  });
});

it.each([
  'npm install',
  'make ci',
  'pnpm add x',
  'pnpm install x',
  'yarn',
  'yarn install',
  'go mod tidy',
  'go run download',
  'x mod download',
  'composer update',
  'poetry run x',
  'pip install --upgrade pip',
  'pip download -r requirements.txt',
  'x install -r requirements.txt',
  'pip install -r $LIST',
  'pip install -r https://example.org/list.txt',
  'cd /app',
])('`%s` needs nothing', (line) => {
  expect(linesOf(check, `FROM debian\nRUN ${line}\n`)).toEqual([]);
});

it('goes on with what the stage below brought', () => {
  expect(linesOf(check, 'FROM debian AS x\nWORKDIR /a\nFROM x\nRUN npm ci\n')).toEqual([4]);
});
