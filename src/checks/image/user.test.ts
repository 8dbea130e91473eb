import { describe, expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './user.ts';

const accounts = {
  users: [
    { name: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/sh' },
    { name: 'admin', uid: 0, gid: 0, home: '/root', shell: '/bin/sh' },
    { name: 'app', uid: 10001, gid: 10001, home: '/app', shell: '/bin/sh' },
  ],
  groups: [{ name: 'app', gid: 10001, members: [] }],
};
const as = (user: string, params: Readonly<Record<string, unknown>> = {}) =>
  judged(check, { image: { config: { user }, accounts, files: [] } }, params);

describe('root under any name', () => {
  it.each(['', '0', '00', '0:0', 'root', 'root:x', 'root:app', ':app', 'admin'])('`%s`', (user) => {
    expect(as(user)).toMatchObject({ status: 'fail', findings: [{ reason: 'root-user' }] });
  });

  it('counts even where the image has no accounts', () => {
    expect(
      judged(check, { image: { config: { user: 'root' }, accounts: { users: [], groups: [] }, files: [] } }),
    ).toMatchObject({ findings: [{ reason: 'root-user' }] });
  });
});

it.each(['app', 'app:app', '10001', '4242', '4242:0'])('`%s` is not root', (user) => {
  expect(as(user).status).toBe('pass');
});

it.each(['nobody', 'app:wheel', '-1'])('`%s` cannot be started', (user) => {
  expect(as(user)).toMatchObject({ findings: [{ reason: 'user-unknown' }] });
});

it('wants the name and the number that the criterion names', () => {
  expect(as('10001', { name: 'app', uid: 10001 }).status).toBe('pass');
  expect(as('app', { uid: 1000 })).toMatchObject({
    findings: [{ reason: 'user-mismatch', message: expect.stringContaining('10001') }],
  });
  expect(as('4242', { name: 'app' })).toMatchObject({ findings: [{ reason: 'user-mismatch' }] });
});
