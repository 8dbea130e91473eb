import { expect, it } from 'vitest';
import { canonicalRecord } from '../../test/golden/record.ts';
import type { Finding, Tick } from '../domain/index.ts';
import { remedyOf } from './findings.ts';
import { render } from './index.ts';

const context = { colour: false, columns: 100, recordPath: 'record.json', reports: [] };
const found = (remedy?: string): Finding => ({
  reason: 'r',
  message: 'm',
  evidence: [{ kind: 'value', what: 'it', value: 'was not' }],
  ...(remedy === undefined ? {} : { remedy }),
});

const [template] = canonicalRecord.ticks;
const tickOf = (first: Finding, ...more: readonly Finding[]): Tick => {
  if (!template) throw new Error('the golden record has no tick');
  return { ...template, verdict: { status: 'fail', findings: [first, ...more] } };
};
const general = template?.criterion.remedy;

it('says of each finding what to do in its own words, else in those of the check, and nothing twice', () => {
  expect(remedyOf(tickOf(found()))).toBe(general);
  expect(remedyOf(tickOf(found('Speak.')))).toBe('Speak.');
  expect(remedyOf(tickOf(found('Speak.'), found('Speak.'), found()))).toBe(`Speak. ${general}`);
});

it.each(['terminal', 'markdown'] as const)('is what the %s report tells to do', (format) => {
  const record = { ...canonicalRecord, ticks: [tickOf(found('Speak up at once.'))] };
  const text = render(format, record, context);
  expect(text).toContain('Speak up at once.');
  expect(text).not.toContain(general);
});
