import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './apk-no-cache.ts';

it.each(['apk add curl', 'apk update && apk add -U a', '--mount=type=cache,target=/var/cache/foo apk add a'])(
  'objects to `%s`',
  (line) => {
    expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
  },
);

it.each([
  'apk add --no-cache a',
  'apk --no-cache add a',
  '--mount=type=cache,target=/var/cache/apk apk add a',
  'apk del a',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN apk add a\n')).toEqual([2]);
});

it('adds the option', () => {
  expect(mended(check, 'FROM a\nRUN apk add \\\n  curl\n')).toBe('FROM a\nRUN apk add --no-cache \\\n  curl\n');
});
