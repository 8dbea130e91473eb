import { describe, expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import { plant } from '../kit.ts';
import check from './owner-mode.ts';

const layer = [
  plant('/etc/passwd', { text: 'root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\napp:x:2:2::/:\n', mode: 0o644 }),
  plant('/etc/group', { text: 'app:x:1000:\napp:x:2:\n', mode: 0o644 }),
  plant('/srv/data', { type: 'directory', mode: 0o2750, uid: 1000, gid: 1000 }),
  plant('/data', { type: 'symlink', linkTarget: 'srv/data', uid: 0 }),
];
const on = (params: Readonly<Record<string, unknown>>) =>
  judgedOn(check, { image: { layers: [layer] } }, { path: '/data', ...params });

it('follows links and takes names or numbers', async () => {
  expect((await on({ owner: 'app', group: 1000, mode: '2750' })).status).toBe('pass');
  expect((await on({ owner: 1000, group: 'app' })).status).toBe('pass');
});

it.each([
  [{ owner: 'root' }, 'owner'],
  [{ owner: 'nobody' }, 'owner'],
  [{ group: 0 }, 'group'],
  [{ mode: '0750' }, 'mode'],
  [{ path: '/nowhere' }, 'path-missing'],
])('%j: %s', async (params, reason) => {
  expect(await on(params)).toMatchObject({ status: 'fail', findings: [{ reason }] });
});

describe('the mode as a parameter', () => {
  it.each([493, 755, '0888', 'rwxr-xr-x', '5'])('cannot be %j', (mode) => {
    expect(check.params.safeParse({ path: '/x', mode }).success).toBe(false);
  });
});

it('takes the root of an image for there where the image holds anything', async () => {
  expect((await on({ path: '/', owner: 0 })).status).toBe('pass');
  expect(await judgedOn(check, { image: { layers: [[]] } }, { path: '/' })).toMatchObject({
    findings: [{ reason: 'path-missing' }],
  });
});

it('says whom the image does not know, and the number of whom it does', async () => {
  expect(await on({ owner: 'nobody', group: 'root' })).toMatchObject({
    findings: [
      { message: '/data belongs to 1000, wanted nobody, whom the image does not know' },
      { message: '/data has the group 1000, wanted root, whom the image does not know' },
    ],
  });
  expect(await on({ owner: 'root' })).toMatchObject({
    findings: [{ message: '/data belongs to 1000, wanted root (0)' }],
  });
});
