import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-piped-downloads.ts';

it('objects to a download that an interpreter is fed with', () => {
  expect(
    linesOf(check, 'FROM a\nRUN curl x | sh\nRUN a && wget -qO- x | sudo bash -\nRUN curl x | python3 - --yes\n'),
  ).toEqual([2, 3, 4]);
});

it('lets other pipes be', () => {
  expect(
    linesOf(
      check,
      'FROM a\nRUN curl x | tar xz\nRUN echo x | sh\nRUN curl -o y x && sh y\nRUN curl x | sha256sum -c\n',
    ),
  ).toEqual([]);
});

it('is not misled by a pipe into nothing', () => {
  expect(linesOf(check, 'FROM a\nRUN curl x |\nRUN wget x | sudo\n')).toEqual([]);
});

it('looks behind what only sets the scene for the interpreter', () => {
  expect(linesOf(check, 'FROM a\nRUN curl x | env bash\nRUN curl x | env tar xz\nRUN curl x | sudo tar xz\n')).toEqual([
    2,
  ]);
});
