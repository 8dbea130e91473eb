import { expect, it } from 'vitest';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './volume-names.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    volumes: ["v:/data"]\n',
    ['4: `v:` is taken for a drive, not for a volume named v'],
  ],
  [
    'services:\n  web:\n    image: web\n    volumes:\n      - d:/data:ro\n',
    ['5: `d:` is taken for a drive, not for a volume named d'],
  ],
  ['services:\n  web:\n    image: web\n    volumes: ["data:/data", "./v:/data2", "/v"]\nvolumes: { data: }\n', []],
  [
    'services:\n  web:\n    image: web\n    volumes: [{ type: volume, source: v, target: /data }]\nvolumes: { v: }\n',
    [],
  ],
  ['services:\n  web:\n    image: web\n    volumes: ["c:\\\\data:/data"]\n', []],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});
