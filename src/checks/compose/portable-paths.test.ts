import { expect, it } from 'vitest';
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
