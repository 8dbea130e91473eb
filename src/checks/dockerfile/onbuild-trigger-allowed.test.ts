import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import check from './onbuild-trigger-allowed.ts';

it('objects to triggers that the builder refuses', () => {
  expect(linesOf(check, 'FROM a\nONBUILD ONBUILD RUN b\nONBUILD FROM c\nonbuild maintainer d\n')).toEqual([2, 3, 4]);
});

it('lets other triggers be', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN b\nMAINTAINER c\n')).toEqual([]);
});

it('takes out an author, and leaves what was meant otherwise', () => {
  const text = 'FROM a\nONBUILD MAINTAINER b\nONBUILD FROM c\n';
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} });
  expect(check.fixes?.({ dockerfile }, {})).toMatchObject([{ edits: [{ start: 7, end: 28, text: '' }] }]);
});
