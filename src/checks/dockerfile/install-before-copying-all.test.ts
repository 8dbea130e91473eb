import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './install-before-copying-all.ts';

it('objects to the first install below a COPY of everything', () => {
  expect(
    linesOf(check, 'FROM a\nCOPY . /x\nRUN npm ci\nRUN pip install -r x\nFROM a\nADD ./ /x\nRUN cd x && yarn\n'),
  ).toEqual([3, 7]);
});

it('is content where the install came first, or nothing is installed from a manifest', () => {
  expect(
    linesOf(
      check,
      'FROM a\nCOPY p /x\nRUN npm ci\nCOPY . /x\nRUN npm i\nFROM a\nCOPY . .\nRUN npm i x && pip install y\n',
    ),
  ).toEqual([]);
});

it('does not take what another stage gives for the context', () => {
  expect(linesOf(check, 'FROM a AS s\nFROM a\nCOPY --from=s . .\nRUN npm ci\n')).toEqual([]);
});
