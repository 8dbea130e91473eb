import { expect, it } from 'vitest';
import { modelOf } from '../../formats/compose/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import { judged } from '../../../test/kit/index.ts';
import check from './ports-of-image.ts';

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

const web = (target: number, more: object = {}) => ({
  web: { build: { context: '/srv' }, ports: [{ target, published: '8080', protocol: 'tcp' }], ...more },
});
const TEXT = 'FROM node:22\nEXPOSE 3000 9000-9010/udp\n';

it('objects to a published port that the Dockerfile does not expose', () => {
  expect(on(web(80), TEXT)).toMatchObject({ findings: [{ reason: 'other-port' }] });
  expect(on(web(3000), TEXT)).toMatchObject({ status: 'pass' });
  expect(on(web(9005), TEXT)).toMatchObject({ status: 'pass' });
});

it.each([{ environment: { PORT: '80' } }, { command: ['serve', '-p', '80'] }, { entrypoint: ['serve'] }])(
  'takes the word of the service: %j',
  (more) => {
    expect(on(web(80, more), TEXT)).toMatchObject({ status: 'pass' });
  },
);

it('says nothing where nothing is exposed, or not known', () => {
  expect(on(web(80), 'FROM nginx\n')).toMatchObject({ status: 'inapplicable' });
  expect(on(web(80), 'FROM a\nEXPOSE $PORT\n')).toMatchObject({ status: 'inapplicable' });
});

it('reads a port with its protocol, and knows none where one of several is not known', () => {
  expect(on(web(3000), 'FROM a\nEXPOSE 3000/tcp\n')).toMatchObject({ status: 'pass' });
  expect(on(web(3001), 'FROM a\nEXPOSE 3000/tcp\n')).toMatchObject({ status: 'fail' });
  expect(on(web(80), 'FROM a\nEXPOSE 3000 $PORT\n')).toMatchObject({ status: 'inapplicable' });
});

it('takes no word of a service that says nothing of it', () => {
  const says = { environment: { PORT: '3000', FROM_HOST: null }, command: [], entrypoint: [] };
  expect(on(web(80, says), TEXT)).toMatchObject({ status: 'fail' });
  expect(on(web(80, { command: ['serve'] }), TEXT)).toMatchObject({ status: 'pass' });
});
