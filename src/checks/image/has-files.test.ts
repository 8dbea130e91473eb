import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import { plant } from '../kit.ts';
import check from './has-files.ts';

const layer = ['/app/a.js', '/app/lib/b.js', '/app/lib/c.so', '/srv/d.js'].map((path) =>
  plant(path, { text: 'x', mode: 0o644 }),
);
const on = (params: Readonly<Record<string, unknown>>) => judgedOn(check, { image: { layers: [layer] } }, params);

it('counts all kinds together, below each place', async () => {
  expect(await on({ files: ['*.js', '*.so'], under: ['/app'], atLeast: 3 })).toMatchObject({
    status: 'pass',
    evidence: [{ value: 3 }, { path: '/app/a.js' }],
  });
  expect(await on({ files: ['*.js'], under: ['/app', '/srv'], atLeast: 2 })).toMatchObject({
    findings: [{ reason: 'files-missing', message: expect.stringContaining('/srv') }],
  });
});

it('looks through the whole image by default', async () => {
  expect(await on({ files: ['*.js'] })).toMatchObject({ status: 'pass', evidence: [{ value: 3 }, {}] });
});

it('does not count what is excepted', async () => {
  expect((await on({ files: ['*.js'], under: ['/app'], atLeast: 2, except: ['lib/**'] })).status).toBe('fail');
});

it('wants the places to exist', async () => {
  expect(await on({ files: ['*.js'], under: ['/opt'] })).toMatchObject({ findings: [{ reason: 'place-missing' }] });
});

it('finds no place in an image that holds nothing', async () => {
  expect(await judgedOn(check, { image: { layers: [[]] } }, { files: ['*.js'] })).toMatchObject({
    findings: [{ reason: 'place-missing' }],
  });
});
