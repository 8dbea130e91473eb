import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './numeric-user.ts';

it('objects to names', () => {
  expect(linesOf(check, 'FROM a\nUSER app\nUSER app:1000\nUSER $APP\nUSER ${APP:-1}:1\n')).toEqual([2, 3, 4, 5]);
});

it('lets numbers be, and a declared argument', () => {
  expect(linesOf(check, 'ARG UID\nFROM a\nUSER 1000\nUSER "1000:app"\nUSER ${UID}\nUSER ${UID:-app}:app\n')).toEqual(
    [],
  );
});
