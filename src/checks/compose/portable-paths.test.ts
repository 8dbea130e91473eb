import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './portable-paths.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    volumes:\n      - ~/conf:/conf\n      - /home/me/data:/data\n      - /Users/me:/me\n',
    ['5: `~/` is of one machine', '6: `/home/me` is of one machine', '7: `/Users/me` is of one machine'],
  ],
  [
    'services:\n  web:\n    image: web\n    volumes: [{ type: bind, source: "C:\\\\data", target: /d }]\n',
    ['4: `C:\\` is of one machine'],
  ],
  [
    'services:\n  web:\n    image: web\n    volumes: ["./a:/home/app", "data:/Users", "/var/run/docker.sock:/s", { type: volume, source: data, target: /x }]\nvolumes: { data: }\n',
    [],
  ],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

it.each([
  ['{ type: bind, source: ./a, target: /d }', 'pass'],
  ['{ type: volume, source: data, target: /d }', 'inapplicable'],
  ['{ type: tmpfs, target: /d }', 'inapplicable'],
  ['{ source: ~/a, target: /d }', 'inapplicable'],
  ['{ type: bind, target: /d }', 'inapplicable'],
])('looks at what is bound from the host: %s', async (mount, status) => {
  const compose = `services:\n  web:\n    image: web\n    volumes: [${mount}]\n`;
  expect((await judgedOn(check, { compose })).status).toBe(status);
});
