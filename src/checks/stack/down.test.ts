import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './down.ts';
import { life } from './shared.ts';

const down = (over: object) => ({
  stack: { down: { elapsedMs: 700, left: [], volumesKept: [], ...over }, services: [life()] },
});

it('accepts that volumes stay', async () => {
  expect(await judgedOn(check, check.example)).toMatchObject({ status: 'pass', evidence: [{}, { value: 'web_data' }] });
});

it('names what is left', () => {
  expect(judged(check, down({ left: [{ kind: 'network', name: 'web_default' }] }))).toMatchObject({
    findings: [{ reason: 'left-behind', message: expect.stringMatching('web_default') }],
  });
});

it('fails one that takes too long', () => {
  expect(judged(check, down({ elapsedMs: 60_000 }))).toMatchObject({ findings: [{ reason: 'slow-down' }] });
});

it('does not judge a stack that was never up', () => {
  expect(judged(check, { stack: { down: { elapsedMs: 0, left: [], volumesKept: [] }, services: [] } }).status).toBe(
    'inconclusive',
  );
});
