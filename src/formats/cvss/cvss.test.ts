import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreCvss, severityOfScore } from './index.ts';

describe('the score of a CVSS vector', () => {
  it.each([
    ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 10, 'high'],
    ['(AV:N/AC:M/Au:N/C:P/I:N/A:N)', 4.3, 'medium'],
    ['AV:L/AC:H/Au:M/C:N/I:N/A:N', 0, 'low'],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8, 'critical'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10, 'critical'],
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:H', 8.2, 'high'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1, 'medium'],
    ['CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L', 1.6, 'low'],
    ['CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N', 0, 'negligible'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10, 'critical'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3, 'critical'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N', 8.7, 'high'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', 0, 'negligible'],
  ])('%s is %d, %s', (vector, score, severity) => {
    expect(scoreCvss(vector)).toMatchObject({ score, severity });
  });

  it('falls where nobody has an exploit, and counts the modified metric instead of the base one', () => {
    const base = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';
    const score = (vector: string) => scoreCvss(vector)?.score ?? Number.NaN;
    expect(score(`${base}/E:U`)).toBeLessThan(score(base));
    expect(score(`${base}/MAV:P`)).toBe(score(base.replace('AV:N', 'AV:P')));
    expect(score(`${base}/E:X/MAV:X`)).toBe(score(base));
  });

  it.each([
    ['nothing', ''],
    ['a score', '9.8'],
    ['a version that is none', 'CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['a missing metric', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H'],
    ['a metric twice', 'CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['an unknown value', 'CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['an unknown metric', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/ZZ:N'],
    ['two values', 'CVSS:3.1/AV:N:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['an empty value', 'CVSS:3.1/AV:/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['a name that every object has', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/__proto__:H/constructor:x'],
    ['a metric of another version', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:R/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'],
    ['a very long text', `CVSS:3.1/${'AV:N/'.repeat(100_000)}`],
  ])('%s has no score', (_, vector) => {
    expect(scoreCvss(vector)).toBeNull();
  });

  it('is between 0 and 10, or null, whatever comes', () => {
    const part = fc.tuple(
      fc.constantFrom('AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A', 'E'),
      fc.constantFrom(...'NALPHRUC'),
    );
    const vectors = fc.array(part).map((parts) => `CVSS:3.1/${parts.map((it) => it.join(':')).join('/')}`);
    fc.assert(
      fc.property(fc.oneof(vectors, fc.string()), (vector) => {
        const scored = scoreCvss(vector);
        expect(scored === null || (scored.score >= 0 && scored.score <= 10)).toBe(true);
      }),
    );
  });
});

it('bands end where the specification says', () => {
  expect([0, 0.1, 3.9, 4, 6.9, 7, 8.9, 9, 10].map((score) => severityOfScore(score))).toEqual(
    'negligible low low medium medium high high critical critical'.split(' '),
  );
  expect([-1, 11, Number.NaN].map((score) => severityOfScore(score))).toEqual(['unknown', 'unknown', 'unknown']);
});
