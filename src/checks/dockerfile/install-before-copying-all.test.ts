import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './install-before-copying-all.ts';

it('objects to the first install below a COPY of everything', () => {
  expect(
    linesOf(check, 'FROM a\nCOPY . /x\nRUN npm ci\nRUN pip install -r x\nFROM a\nADD ./ /x\nRUN cd x && yarn\n'),
  ).toEqual([3, 7]);
});

it('is content where the install came first, or nothing is installed from a manifest', () => {
  expect(
    linesOf(
      check,
      'FROM a\nCOPY p /x\nRUN npm ci\nCOPY . /x\nRUN npm i\nFROM a\nCOPY . .\nRUN npm i x && pip install y\n',
    ),
  ).toEqual([]);
});

it('does not take what another stage gives for the context', () => {
  expect(linesOf(check, 'FROM a AS s\nFROM a\nCOPY --from=s . .\nRUN npm ci\n')).toEqual([]);
});

it.each([
  'npm ci',
  'npm i --omit=dev',
  'pnpm install --frozen-lockfile',
  'yarn install --immutable',
  'pip3.12 install --no-cache-dir -r requirements.txt',
  'pip install --requirement requirements.txt',
  'go mod download',
  'bundle install',
  'composer install --no-dev',
  'poetry install',
])('takes `%s` for the install of a manifest', (line) => {
  expect(linesOf(check, `FROM a\nCOPY .npmrc . /x/\nRUN ${line}\n`)).toEqual([3]);
});

it.each([
  'npm install express',
  'npm run install',
  'yarn add express',
  'pip install requests',
  'pip download -r requirements.txt',
  'go mod tidy',
  'go run download',
  'go build mod',
  'bundle exec rake',
  'composer update',
  'poetry add requests',
  'make install',
])('takes `%s` for none', (line) => {
  expect(linesOf(check, `FROM a\nCOPY . .\nRUN ${line}\n`)).toEqual([]);
});

it('is content with an install in the first line of a stage', () => {
  expect(linesOf(check, 'FROM a\nRUN npm ci\nCOPY . .\nRUN npm ci\n')).toEqual([]);
});
