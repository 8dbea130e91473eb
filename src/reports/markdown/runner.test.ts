import { describe, expect, it } from 'vitest';
import { certifiedRecord } from '../../../test/golden/record.ts';
import type { EvidenceRecord } from '../../domain/index.ts';
import { headerPart } from './header.ts';
import { signOffPart } from './sign-off.ts';

/** The rows of the header and of the sign-off that say who ran it. */
function told(runner: EvidenceRecord['run']['runner']): string[] {
  const record = { ...certifiedRecord, run: { ...certifiedRecord.run, id: 'k3v9', runner } };
  return [headerPart(record), signOffPart(record)].flatMap((part) =>
    part.split('\n').filter((line) => /^\| \*?\*?Run(?: by)?\*?\*? \|/.test(line)),
  );
}

describe('who ran it', () => {
  it('is named where it is known', () => {
    const run = 'local `artemis`';
    expect(told({ kind: 'local', identity: 'artemis', ci: false })).toEqual([
      `| **Run** | \`k3v9\`, ${run} |`,
      `| **Run by** | ${run} |`,
    ]);
    expect(told({ kind: 'gitlab-ci', identity: 'https://ci/1', ci: true })[1]).toBe(
      '| **Run by** | gitlab-ci `https://ci/1` in CI |',
    );
  });

  it.each(['unknown', ''])('is said not to be known in words, not as a name %j', (identity) => {
    expect(told({ kind: 'local', identity, ci: false })).toEqual([
      '| **Run** | `k3v9`, local, name not known |',
      '| **Run by** | local, name not known |',
    ]);
    expect(told({ kind: 'local', identity, ci: true })[0]).toBe('| **Run** | `k3v9`, local in CI, name not known |');
  });
});
