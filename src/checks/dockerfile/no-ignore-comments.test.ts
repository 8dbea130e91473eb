import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-ignore-comments.ts';

it('objects to a comment that switches a rule off', () => {
  expect(linesOf(check, 'FROM a\n# hadolint ignore=DL3008,SC2086 # we know\nRUN b\n')).toEqual([2]);
  expect(linesOf(check, '# hadolint ignore = DL1000\nRUN b\n')).toEqual([1]);
});

it('lets other comments be', () => {
  expect(linesOf(check, '# hadolint shell=powershell\nFROM a\n# ignore=DL3008\nRUN b\n')).toEqual([]);
  expect(linesOf(check, '# hadolint global ignore=DL3008\nFROM a\n')).toEqual([]);
});

it('takes a comment with an unknown name for no pragma', () => {
  expect(linesOf(check, 'FROM a\n# hadolint ignore=nonsense\nRUN b\n')).toEqual([]);
});
