import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import check from './valid.ts';

it.each([
  ['FROM a\nFNTRYPOINT ["x"]\n', 2],
  ['FROM a\nCOPY --form=b x /x\n', 2],
  ['FROM a\nCMD ["a", 1]\n', 2],
  ['FROM a\nENV A\n', 2],
  ['RUN ls\nFROM a\n', 1],
  ['FROM a\nRUN <<EOF\nls\n', 2],
  ['FROM a b\n', 1],
  ['FROM a\nHEALTHCHECK --interval=5 CMD x\n', 2],
  ['# escape=x\nFROM a\n', 1],
])('refuses %j at line %i', (text, startLine) => {
  expect(judged(check, text)).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'syntax', evidence: [{ at: { startLine } }] }],
  });
});

it('suggests the instruction that was meant', () => {
  expect(JSON.stringify(judged(check, 'FROM a\nFNTRYPOINT ["x"]\n'))).toContain('ENTRYPOINT');
});

it('says that there is no Dockerfile', () => {
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text: null, target: null, args: {} });
  expect(judged(check, { dockerfile })).toMatchObject({ status: 'fail', findings: [{ reason: 'no-dockerfile' }] });
});

it('says that the target is not there', () => {
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text: 'FROM a AS b\n', target: 'c', args: {} });
  expect(judged(check, { dockerfile })).toMatchObject({ status: 'fail', findings: [{ reason: 'syntax' }] });
});

it('passes its example', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
});

it('shows the line that is at fault', () => {
  const text = 'FROM a\n\n  FNTRYPOINT ["x"]  \nRUN y\n';
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} });
  expect(check.sightings?.({ dockerfile }, {})).toMatchObject([{ at: { startLine: 3 }, text: 'FNTRYPOINT ["x"]' }]);
});
