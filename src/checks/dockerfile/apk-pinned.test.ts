import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './apk-pinned.ts';

it.each(['apk add curl', 'apk --no-cache add a=1 b', 'apk add -t deps curl'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'apk add a=1 "b>=1" c~2 "d<3"',
  'apk add --virtual .deps a=1',
  'apk add -X https://x a=1',
  'apk add --repository=https://x a=1',
  'apk add a.apk',
  'apk add a=1 !pyc',
  'apk del curl',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN apk add a\n')).toEqual([2]);
});

it('names the first of several packages without a version', () => {
  expect(judged(check, 'FROM a\nRUN apk add a=1 b c\n')).toMatchObject({
    findings: [{ message: expect.stringContaining('`b`') as string }],
  });
});
