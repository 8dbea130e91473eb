import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-shell-link.ts';

it.each(['ln -sf /bin/bash /bin/sh', 'rm /bin/sh && ln -s /bin/bash /bin/sh'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each(['ln -s a b', 'ls /bin/sh'])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN ln -sf bash /bin/sh\n')).toEqual([2]);
});
