import { expect, it } from 'vitest';
import { mendedCompose, objections } from '../../../test/kit/compose-rules.ts';
import check from './ports-quoted.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    ports:\n      - 22:22\n      - 80\n      - "443:443"\n      - target: 8080\n',
    ['5: `22:22` is not quoted', '6: `80` is not quoted'],
  ],
  ['services:\n  web:\n    image: web\n    expose: [8000]\n', ['4: `8000` is not quoted']],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

it('puts quotes around them', () => {
  const text =
    'services:\n  web:\n    image: web\n    ports: [22:22, 127.0.0.1:80:80/udp] # open\n    expose:\n      - 8000\n';
  const wanted = text.replace('22:22, 127.0.0.1:80:80/udp', '"22:22", "127.0.0.1:80:80/udp"').replace('8000', '"8000"');
  expect(mendedCompose(check, text)).toBe(wanted);
});

it('lets a port be whose type is said, and an empty one', () => {
  expect(objections(check, 'services:\n  web:\n    image: web\n    ports: [!!str 80]\n')).toEqual([]);
});
