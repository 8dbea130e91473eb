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

it('takes five lines for one text, the first place where it begins', () => {
  const comments = ['', 'One two', 'three', 'four', 'five', 'six seven', 'one two'].map((text, index) => ({
    text,
    at: { file: 'compose.yaml', startLine: index + 1, endLine: index + 1 },
  }));
  const judgedFor = (...texts: string[]) => judged(check, { compose: { ...facts.compose, comments } }, { texts });
  expect(judgedFor('one two', 'two three four five six')).toMatchObject({
    status: 'pass',
    evidence: [{ at: { startLine: 2 } }, { at: { startLine: 2 } }],
  });
  expect(judgedFor('seven one two')).toMatchObject({ status: 'pass', evidence: [{ at: { startLine: 6 } }] });
  expect(judgedFor('one two three four five six seven one')).toMatchObject({ findings: [{ reason: 'text-missing' }] });
});
