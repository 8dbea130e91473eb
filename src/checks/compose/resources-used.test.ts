import { expect, it } from 'vitest';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './resources-used.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    volumes: ["data:/data"]\nvolumes:\n  data:\n  dta:\n',
    ['7: no service uses the volume dta'],
  ],
  [
    'services:\n  web:\n    image: web\nnetworks: { back: }\nsecrets: { key: { file: ./key } }\nconfigs: { c: { content: x } }\n',
    ['4: no service uses the network back', '5: no service uses the secret key', '6: no service uses the config c'],
  ],
  ['services:\n  web:\n    image: web\n    networks: [back]\n    profiles: [later]\nnetworks:\n  back:\n', []],
  [
    'services:\n  web:\n    image: web\n    network_mode: host\nnetworks: { default: { driver: bridge } }\nvolumes: {}\n',
    [],
  ],
  [
    'services:\n  web:\n    image: web\n    credential_spec: { config: spec }\nconfigs: { spec: { file: ./spec.json } }\n',
    [],
  ],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

it('finds a credential specification in any of the services', () => {
  const spec = '    credential_spec: { config: spec }\n';
  const services = (one: string, other: string) =>
    `services:\n  a:\n    image: a\n${one}  b:\n    image: b\n${other}configs: { spec: { file: ./spec.json } }\n`;
  expect(objections(check, services(spec, ''))).toEqual([]);
  expect(objections(check, services('', spec))).toEqual([]);
  expect(objections(check, services('', ''))).toEqual(['6: no service uses the config spec']);
});

it('takes what is merged in, and notes, for no resource', () => {
  const text =
    'x-own: &own { data: { driver: local } }\nservices:\n  web:\n    image: web\n    volumes: ["data:/d"]\nvolumes:\n  <<: *own\n';
  expect(objections(check, text)).toEqual([]);
});

it('takes a name for what it is, however it ends', () => {
  expect(objections(check, 'services:\n  web:\n    image: web\nvolumes:\n  data-x-:\n')).toEqual([
    '5: no service uses the volume data-x-',
  ]);
});
