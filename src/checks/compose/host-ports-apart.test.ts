import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './host-ports-apart.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    ports: ["80:80"]\n  api:\n    image: api\n    ports: ["80:8080"]\n',
    ['7: api publishes port 80 of the host as web does'],
  ],
  [
    'services:\n  web:\n    image: web\n    ports: ["80:80", "0.0.0.0:80:81"]\n',
    ['4: web publishes port 80 of the host twice'],
  ],
  ['services:\n  web:\n    image: web\n    ports: ["127.0.0.1:80:80", "127.0.0.2:80:80", "80:80/udp"]\n', []],
  [
    'services:\n  web:\n    image: web\n    ports: ["8000-8010:80"]\n  api: { image: api, ports: ["8000-8010:80"] }\n',
    [],
  ],
  ['services:\n  web:\n    image: web\n    ports: ["80"]\n  api: { image: api, ports: ["80"] }\n', []],
  [
    'services:\n  web:\n    image: web\n    profiles: [a]\n    ports: ["80:80"]\n  api: { image: api, profiles: [b], ports: ["80:80"] }\n',
    [],
  ],
  [
    'services:\n  web:\n    image: web\n    profiles: [a]\n    ports: ["80:80"]\n  api: { image: api, profiles: [b, a], ports: ["80:80"] }\n',
    ['6: api publishes port 80 of the host as web does'],
  ],
  [
    'services:\n  web:\n    image: web\n    network_mode: host\n    ports: ["80:80"]\n  api: { image: api, ports: ["80:80"] }\n',
    [],
  ],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

const of = (...all: readonly string[]) =>
  `services:\n${all.map((keys, index) => `  s${index}: { image: web, ${keys} }\n`).join('')}`;

it('names the first of those that have the port', () => {
  expect(objections(check, of('ports: ["80:1"]', 'ports: ["80:2"]', 'ports: ["80:3"]'))).toEqual([
    '3: s1 publishes port 80 of the host as s0 does',
    '4: s2 publishes port 80 of the host as s0 does',
  ]);
});

it.each([
  ['127.0.0.1:80:80', '127.0.0.1:80:80', true],
  ['127.0.0.1:80:80', '80:80', true],
  ['80:80', '127.0.0.1:80:80', true],
  ['80:80', '[::1]:80:80', true],
  ['[::1]:80:80', '80:80', true],
  ['0.0.0.0:80:80', '127.0.0.1:80:80', true],
  ['[::1]:80:80', '[::]:80:80', true],
  ['0.0.0.0:80:80', '[::]:80:80', false],
  ['127.0.0.1:80:80', '[::1]:80:80', false],
  ['127.0.0.1:80:80', '127.0.0.2:80:80', false],
  ['80:80', '81:80', false],
  ['80:80/tcp', '80:80/udp', false],
])('knows whether %s and %s are one: %s', (one, other, isOne) => {
  expect(objections(check, of(`ports: ["${one}"]`, `ports: ["${other}"]`))).toHaveLength(isOne ? 1 : 0);
});

it.each([
  ['"80:80", "80:80"', 0],
  ['"127.0.0.1:80:80", "0.0.0.0:80:80"', 1],
  ['"127.0.0.1:80:80", "127.0.0.1:80:81"', 1],
])('takes the same once more for one: %s', (ports, count) => {
  expect(objections(check, of(`ports: [${ports}]`))).toHaveLength(count);
});

it('takes services for neighbours that share one of their profiles', () => {
  const [one, other] = ['profiles: [a, c], ports: ["80:80"]', 'profiles: [b, a], ports: ["80:80"]'];
  expect(objections(check, of(one, other))).toEqual(['3: s1 publishes port 80 of the host as s0 does']);
  expect(objections(check, of('ports: ["80:80"]', other))).toEqual([]);
  expect(objections(check, of(other, 'ports: ["80:80"]'))).toEqual([]);
});

it('says nothing of a project that does not load', async () => {
  expect((await judgedOn(check, { compose: `${of('ports: ["80:80"]')}nonsense: 1\n` })).status).toBe('pass');
});
