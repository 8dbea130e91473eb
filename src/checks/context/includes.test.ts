import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import check from './includes.ts';

it('names what is wanted and not sent', async () => {
  const verdict = await judgedOn(check, { ...check.example, ignore: '*.md\n' }, { files: ['README.md'] });
  expect(verdict).toMatchObject({ findings: [{ reason: 'context-missing', evidence: [{ value: 'README.md' }] }] });
});

it('does not apply where nothing is named', async () => {
  expect((await judgedOn(check, check.example, {})).status).toBe('inapplicable');
});
