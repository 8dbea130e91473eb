import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
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

it('names the user without the group, and a variable with its default', () => {
  const said = (user: string) => JSON.stringify(judged(check, `FROM a\nUSER ${user}\n`));
  expect(said('app:staff')).toContain('`app` is a name');
  expect(said('${APP:-web}:1')).toContain('`${APP:-web}` is a name');
  expect(said(':app')).toContain('`` is a name');
});
