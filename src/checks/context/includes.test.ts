import { expect, it } from 'vitest';
import { judgedOn, outcomesOn } from '../../../test/kit/index.ts';
import check from './includes.ts';

it('names what is wanted and not sent', async () => {
  const verdict = await judgedOn(check, { ...check.example, ignore: '*.md\n' }, { files: ['README.md'] });
  expect(verdict).toMatchObject({ findings: [{ reason: 'context-missing', evidence: [{ value: 'README.md' }] }] });
});

it('does not apply where nothing is named', async () => {
  expect((await judgedOn(check, check.example, {})).status).toBe('inapplicable');
});

it('says nothing of what is sent by an ignore file that is refused', async () => {
  expect((await judgedOn(check, { ...check.example, ignore: '[\n' })).status).toBe('inconclusive');
});

it('looks even where nothing else is sent', async () => {
  const empty = { dockerfile: 'FROM scratch\n', ignore: '*\n' };
  expect((await judgedOn(check, empty, { files: ['README.md'] })).status).toBe('fail');
});

it('is shown able to fail without an ignore file, and by a line after all others', async () => {
  const context = [{ path: 'README.md', sizeBytes: 3 }];
  const params = { files: ['README.md'] };
  for (const ignore of [undefined, '', '*\n!README.md'])
    expect(
      await outcomesOn(check, {
        dockerfile: 'FROM scratch\nCOPY . /\n',
        context,
        params,
        ...(ignore === undefined ? {} : { ignore }),
      }),
    ).toEqual({ 'README.md is ignored': 'killed' });
});
