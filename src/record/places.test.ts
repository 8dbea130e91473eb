import { expect, it } from 'vitest';
import type { EvidenceRecord, Verdict } from '../domain/index.ts';
import { anchored, resolved } from './places.ts';

const DOCKERFILE = ['FROM a', 'RUN b', 'USER app', 'RUN b'];
const seenAt = (startLine: number, endLine = startLine): Verdict => ({
  status: 'pass',
  evidence: [{ kind: 'source', text: 'x', at: { file: 'Dockerfile', startLine, endLine } }],
});
const recordOf = (verdict: Verdict) => ({ ticks: [{ verdict }] }) as unknown as EvidenceRecord; // what `resolved` reads
const placeIn = (record: EvidenceRecord) => {
  const verdict = record.ticks[0]?.verdict;
  return verdict?.status === 'pass' && verdict.evidence[0].kind === 'source' ? verdict.evidence[0].at : null;
};
const now = (verdict: Verdict, lines: readonly string[]) =>
  placeIn(resolved(recordOf(anchored(verdict, () => DOCKERFILE)), () => lines));

it('finds lines again that have moved', () => {
  expect(now(seenAt(3), ['# new', '', ...DOCKERFILE])).toMatchObject({ startLine: 5, endLine: 5 });
  expect(now(seenAt(2, 3), ['# new', ...DOCKERFILE])).toMatchObject({ startLine: 3, endLine: 4 });
});

it('takes the nearest of several', () => {
  expect(now(seenAt(4), ['RUN b', 'FROM a', 'RUN b', 'x', 'RUN b'])).toMatchObject({ startLine: 3 });
});

it('does not mind another indent', () => {
  expect(now(seenAt(3), ['FROM a', 'RUN b', '  USER app'])).toMatchObject({ startLine: 3 });
});

it('says of lines that are gone that they have changed', () => {
  expect(now(seenAt(3), ['FROM a', 'USER root'])).toMatchObject({ startLine: 3, changed: true });
});

it('leaves alone what was never anchored', () => {
  expect(placeIn(resolved(recordOf(seenAt(3)), () => []))).toEqual({ file: 'Dockerfile', startLine: 3, endLine: 3 });
});
