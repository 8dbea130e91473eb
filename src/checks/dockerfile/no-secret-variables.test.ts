import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-secret-variables.ts';

it('objects to names of secrets, in triggers too', () => {
  expect(
    linesOf(check, 'ARG AWS_ACCESS_KEY_ID\nFROM a\nENV my_password=x OTHER=y\nONBUILD ARG NPM_TOKEN\nENV db_pass z\n'),
  ).toEqual([1, 3, 4, 5]);
});

it('names an instruction once', () => {
  expect(linesOf(check, 'FROM a\nENV A_TOKEN=x B_SECRET=y\n')).toEqual([2]);
});

it('lets other names be, and those that say where a secret is', () => {
  expect(linesOf(check, 'FROM a\nARG GPG_KEY\nENV PASSAGE=1 KEYBOARD=de PASSWORD_FILE=/run/secrets/a\n')).toEqual([]);
});

it('names the first of several', () => {
  expect(judged(check, 'FROM a\nENV X=1 A_TOKEN=x B_SECRET=y\n')).toMatchObject({
    findings: [{ message: '`A_TOKEN` is a secret by its name' }],
  });
});
