import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './documents.ts';

const facts = { compose: { ...check.example.facts?.compose } };

it('finds a text whatever its case, over lines, and says where it begins', () => {
  expect(judged(check, facts, { texts: ['option b', 'the host. option B'] })).toMatchObject({
    status: 'pass',
    evidence: [{ at: { startLine: 2 } }, { at: { startLine: 1 } }],
  });
});

it('names the text that no comment holds', () => {
  expect(judged(check, facts, { texts: ['Option C'] })).toMatchObject({ findings: [{ reason: 'text-missing' }] });
});
