import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-secret-names.ts';

it('objects to each name that has a word for a secret in it', () => {
  expect(linesOf(check, 'FROM a\nARG DB_PASSWORD auth=1\nENV API_KEY=1 x=2 Secret_name=3\nENV token x\n')).toEqual([
    2, 2, 3, 3, 4,
  ]);
});

it('does not take a part of a word for one', () => {
  expect(linesOf(check, 'FROM a\nENV monkey=1 TOKENS=2 PASSPHRASE=3\n')).toEqual([]);
});

it('lets public things, files and versions be', () => {
  expect(linesOf(check, 'FROM a\nENV PUBLIC_KEY=1 password_FILE=2 AUTH_VERSION=3\n')).toEqual([]);
});

it('does not look at ARGs before the first FROM, which enter no image', () => {
  expect(linesOf(check, 'ARG TOKEN\nFROM a\n')).toEqual([]);
});
