import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-other-labels.ts';

const params = { schema: { team: 'text' }, strict: true };

it('objects to a label that is not in the schema, once for a LABEL', () => {
  expect(linesOf(check, 'FROM a\nLABEL team=x other=y more=z\n', params)).toEqual([2]);
});

it('lets the schema be', () => {
  expect(linesOf(check, 'FROM a\nLABEL "team"=x\n', params)).toEqual([]);
});

it('objects to any label where the schema is empty, and to none unless it is strict', () => {
  expect(linesOf(check, 'LABEL team=x\n', { strict: true })).toEqual([1]);
  expect(linesOf(check, 'LABEL other=x\n', { schema: { team: 'text' } })).toEqual([]);
  expect(linesOf(check, 'LABEL toString=x\n', { strict: true })).toEqual([1]);
});

it('names the first of several', () => {
  expect(judged(check, 'FROM a\nLABEL team=x other=y more=z\n', params)).toMatchObject({
    findings: [{ message: '`other` is not in the schema' }],
  });
});
