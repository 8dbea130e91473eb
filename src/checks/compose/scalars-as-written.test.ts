import { expect, it } from 'vitest';
import { mendedCompose, objections } from '../../../test/kit/compose-rules.ts';
import check from './scalars-as-written.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    environment:\n      MODE: 0755\n',
    ['5: MODE arrives as `493`, not as `0755`'],
  ],
  [
    'services:\n  web:\n    image: web\n    environment: { V: 1.10, N: 1_000, H: 0x1F, B: True, E: 1e6 }\n',
    [
      '4: V arrives as `1.1`, not as `1.10`',
      '4: N arrives as `1000`, not as `1_000`',
      '4: H arrives as `31`, not as `0x1F`',
      '4: B arrives as `true`, not as `True`',
      '4: E arrives as `1e+06`, not as `1e6`',
    ],
  ],
  [
    'services:\n  web:\n    image: web\n    labels: { v: 1.50 }\n    build: { context: ., args: { V: 7, W: 012 } }\n',
    ['4: v arrives as `1.5`, not as `1.50`', '5: W arrives as `10`, not as `012`'],
  ],
  ['services:\n  web:\n    image: web\n    environment: { A: 80, B: 1.5, C: "1.10", D: yes, E: ~, F: true, G: }\n', []],
  ['services:\n  web:\n    image: web\n    environment: [V=1.10]\n', []],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

it('quotes the value, and nothing else', () => {
  const text = `${'services:\n  web:\n    image: web\n'}    environment:\n      V: 1.10 # the version\n      W: "0755"\n`;
  expect(mendedCompose(check, text)).toBe(text.replace('1.10', '"1.10"'));
});

it.each(['annotations: { v: 1.10 }', 'build: { context: ., labels: { v: 1.10 } }', 'deploy: { labels: { v: 1.10 } }'])(
  'looks at `%s`',
  (line) => {
    expect(objections(check, `services:\n  web:\n    image: web\n    ${line}\n`)).toEqual([
      '4: v arrives as `1.1`, not as `1.10`',
    ]);
  },
);
