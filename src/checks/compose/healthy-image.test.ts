import { expect, it } from 'vitest';
import { modelOf } from '../../formats/compose/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import { judged } from '../../../test/kit/index.ts';
import check from './healthy-image.ts';

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

const services = (api: object = {}, build: object = {}) => ({
  api: { build: { context: '/srv', ...build }, ...api },
  web: { image: 'web', depends_on: { api: { condition: 'service_healthy' } } },
});

it('objects to waiting for a service that has no health check anywhere', () => {
  expect(on(services(), 'FROM node:22\n')).toMatchObject({ findings: [{ reason: 'never-healthy' }] });
  expect(on(services(), 'FROM node:22\nHEALTHCHECK CMD a\nHEALTHCHECK NONE\n')).toMatchObject({ status: 'fail' });
  expect(on(services(), 'FROM node:22 AS a\nHEALTHCHECK CMD a\nFROM node:22\n')).toMatchObject({ status: 'fail' });
});

it.each(['FROM node:22\nHEALTHCHECK CMD a\n', 'FROM node:22 AS a\nHEALTHCHECK CMD a\nFROM a\n', 'FROM mine\n'])(
  'is content with %j',
  (text) => {
    expect(on(services(), text)).toMatchObject({ status: 'pass' });
  },
);

it('goes by the stage that is built, and by the service’s own check', () => {
  const text = 'FROM node:22 AS a\nHEALTHCHECK CMD a\nFROM node:22\n';
  expect(on(services({}, { target: 'a' }), text)).toMatchObject({ status: 'pass' });
  expect(on(services({ healthcheck: { test: ['CMD', 'a'] } }), text)).toMatchObject({ status: 'inapplicable' });
});

it('says nothing where nobody waits', () => {
  expect(on({ api: { build: { context: '/srv' } } }, 'FROM node:22\n')).toMatchObject({ status: 'inapplicable' });
});

it('knows no image of somebody else, and none without a name', () => {
  for (const base of ['me/node', 'ghcr.io/library/node', 'a:b:c', '$BASE'])
    expect(on(services(), `FROM ${base}\n`)).toMatchObject({ status: 'pass' });
  for (const base of ['node', 'docker.io/library/node:22', 'scratch'])
    expect(on(services(), `FROM ${base}\n`)).toMatchObject({ status: 'fail' });
});

it('knows a check that is switched off, however it is written', () => {
  expect(on(services(), 'FROM node:22\nHEALTHCHECK none\n')).toMatchObject({ status: 'fail' });
  expect(on(services(), 'FROM node:22\nHEALTHCHECK\n')).toMatchObject({ status: 'pass' });
});
