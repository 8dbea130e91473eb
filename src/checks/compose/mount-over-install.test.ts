import { expect, it } from 'vitest';
import { modelOf } from '../../formats/compose/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import { judged } from '../../../test/kit/index.ts';
import check from './mount-over-install.ts';

const on = (services: object, text: string | null, path = 'Dockerfile') =>
  judged(check, {
    compose: {
      files: ['compose.yaml'],
      problems: [],
      model: modelOf(
        { services },
        { placeOf: () => ({ file: 'compose.yaml', startLine: 1, endLine: 1 }), writtenOf: () => ({}) },
      ),
    },
    dockerfile: dockerfileFactsOf({ path, text, target: null, args: {} }),
  });

const TEXT = 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n';
const web = (...volumes: object[]) => ({ web: { build: { context: '/srv' }, volumes } });
const bind = (target: string) => ({ type: 'bind', source: '/srv', target });

it('objects to a folder of the host over what the image installed', () => {
  expect(on(web(bind('/app')), TEXT)).toMatchObject({ findings: [{ reason: 'install-hidden' }] });
  expect(on(web(bind('/')), TEXT)).toMatchObject({ status: 'fail' });
  expect(on(web(bind('/srv/www')), 'FROM php:8\nWORKDIR /srv\nWORKDIR www\nRUN composer install\n')).toMatchObject({
    status: 'fail',
  });
});

it('is content where a volume lies over it again, or the folder is another', () => {
  expect(on(web(bind('/app'), { type: 'volume', target: '/app/node_modules' }), TEXT)).toMatchObject({
    status: 'pass',
  });
  expect(on(web(bind('/app/src'), bind('/application')), TEXT)).toMatchObject({ status: 'pass' });
});

it('says nothing of installs that are for all, or lie where nobody knows', () => {
  for (const line of ['RUN npm install -g a', 'RUN cd web && npm ci', 'RUN npm run build'])
    expect(on(web(bind('/app')), `FROM node:22\nWORKDIR /app\n${line}\n`)).toMatchObject({ status: 'inapplicable' });
});

it('takes what only runs later, and what lies where nobody knows, for no install', () => {
  for (const lines of ['CMD npm install', 'WORKDIR $WHERE\nRUN npm ci', 'RUN npm', 'RUN npm ci --prefix /other'])
    expect(on(web(bind('/')), `FROM node:22\nWORKDIR /app\n${lines.replace('RUN npm\n', '')}\n`).status).toBe(
      lines === 'RUN npm' ? 'fail' : 'inapplicable',
    );
});

it('knows an install by the bare name of the tool', () => {
  expect(on(web(bind('/app')), 'FROM node:22\nWORKDIR /app\nRUN yarn\n')).toMatchObject({ status: 'fail' });
  expect(on(web(bind('/app')), 'FROM node:22\nWORKDIR /app\nRUN yarn build\n')).toMatchObject({
    status: 'inapplicable',
  });
});
