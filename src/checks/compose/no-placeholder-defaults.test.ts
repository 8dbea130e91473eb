import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './no-placeholder-defaults.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    environment: { KEY: "${KEY:-changeme}" }\n',
    ['4: KEY falls back to `changeme`'],
  ],
  [
    'services:\n  web:\n    image: web\n    environment:\n      - KEY=${KEY-<your key>}\n      - A=${A:-your_token}\n',
    ['5: KEY falls back to `<your key>`', '6: A falls back to `your_token`'],
  ],
  [
    'services:\n  web:\n    image: web\n    environment: { A: "${A:-1}", B: "${B:-}", C: "${C:-yourself}", D: "$${D:-changeme}" }\n',
    ['4: D falls back to `changeme`'],
  ],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

it('takes a file without services, and keys without values', async () => {
  expect(objections(check, 'services:\n  web:\n    image: web\n    environment: { A: , B: "${B:-todo}" }\n')).toEqual([
    '4: B falls back to `todo`',
  ]);
  expect((await judgedOn(check, { compose: 'name: "${NAME:-changeme}"\n' })).status).toBe('inapplicable');
});
