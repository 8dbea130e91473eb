import { expect, it } from 'vitest';
import { canonicalRecord } from '../../../test/golden/record.ts';
import { render } from '../index.ts';

const context = { colour: false, columns: 100, recordPath: 'record.json', reports: [] };

it('counts one file as one file', () => {
  const inputs = { ...canonicalRecord.inputs, context: { files: 1, bytes: 128 } };
  expect(render('markdown', { ...canonicalRecord, inputs }, context)).toContain('1 file, 128 B');
});

it('counts one result that was taken over as one', () => {
  const ticks = canonicalRecord.ticks.slice(0, 1).map((it) => ({ ...it, reused: true }));
  expect(render('markdown', { ...canonicalRecord, ticks }, context)).toContain('1 of 1 result from earlier runs');
});
