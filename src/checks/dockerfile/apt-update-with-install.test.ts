import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './apt-update-with-install.ts';

it('objects to an update that stands alone', () => {
  expect(linesOf(check, 'FROM a\nRUN apt-get update\nRUN apt -qq update -y\n')).toEqual([2, 3]);
});

it('lets it be with anything beside it, and where the lists are kept in a cache', () => {
  expect(
    linesOf(
      check,
      'FROM a\nRUN apt-get update && apt-get install x\nRUN apt-get update && ./x\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\n',
    ),
  ).toEqual([]);
});
