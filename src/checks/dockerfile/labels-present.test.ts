import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './labels-present.ts';

const params = { schema: { team: 'text' } };

it('objects to each stage without the label', () => {
  expect(linesOf(check, 'FROM a\nFROM b\nLABEL other=1\n', params)).toEqual([1, 2]);
});

it('knows labels of the stage before, and of those that go on from one', () => {
  expect(linesOf(check, 'FROM a AS b\nFROM b\n', params)).toEqual([1, 2]);
  expect(linesOf(check, 'FROM a AS b\nFROM b AS c\nFROM c\nLABEL team=x\n', params)).toEqual([]);
  expect(linesOf(check, 'FROM a AS b\nFROM b\nLABEL team=x\nFROM b\n', params)).toEqual([4]);
  expect(linesOf(check, 'FROM a AS b\nLABEL team=x\nFROM b\n', params)).toEqual([]);
});

it('lets a stage be that others copy from', () => {
  expect(linesOf(check, 'FROM a AS b\nFROM c\nLABEL team=x\nCOPY --from=b /d /d\n', params)).toEqual([]);
  expect(linesOf(check, 'FROM a\nFROM c\nLABEL team=x\nRUN --mount=from=0,target=/d e\n', params)).toEqual([]);
});

it('names each label that is missing', () => {
  expect(linesOf(check, 'FROM a\n', { schema: { team: '', owner: 'email' } })).toEqual([1, 1]);
});

it('lets everything be without a schema', () => {
  expect(linesOf(check, 'FROM a\n', {})).toEqual([]);
});

it('asks no label of a stage that all of several others set for themselves', () => {
  const schema = { team: 'text', owner: 'text' };
  const text = 'FROM a AS b\nFROM b\nLABEL team=x\nFROM b\nLABEL owner=y\nFROM c\nLABEL team=x owner=y\n';
  expect(linesOf(check, text, { schema })).toEqual([2, 4]);
});
