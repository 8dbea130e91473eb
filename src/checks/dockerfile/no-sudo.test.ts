import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './no-sudo.ts';

it('objects to sudo as a command, wherever it stands in the step', () => {
  expect(judged(check, 'FROM a\nRUN apt-get update && sudo make install\n')).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'sudo', evidence: [{ at: { startLine: 2 } }] }],
  });
});

it('does not take a word for a command', () => {
  expect(judged(check, 'FROM a\nRUN apt-get install -y sudo\n')).toMatchObject({ status: 'pass' });
});
