import { describe, expect, it } from 'vitest';
import { judged, outcomesOn } from '../../../test/kit/index.ts';
import { plant } from '../kit.ts';
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

it('says how root was written, and what a number has for a name', () => {
  expect(as('')).toMatchObject({ findings: [{ message: 'no USER is set, so the container runs as root' }] });
  expect(as('00')).toMatchObject({
    findings: [{ message: 'USER 00 is root', evidence: [{ value: '00' }, { value: 'uid 0, gid 0, root' }] }],
  });
  expect(as('4242', { name: 'app', uid: 1 })).toMatchObject({
    findings: [
      {
        message: 'the user is named (no name), wanted app and has the number 4242, wanted 1',
        evidence: [{ value: '4242' }, { value: 'uid 4242, gid 0, no name' }],
      },
    ],
  });
});

it('is proved by an alias of root where a name is used, and by another number where one is wanted', async () => {
  const passwd = 'root:x:0:0::/root:/bin/sh\napp:x:10001:1::/:/bin/sh\n';
  const titles = async (user: string, params: Readonly<Record<string, unknown>> = {}) => {
    const image = { config: { user }, layers: [[plant('/etc/passwd', { text: passwd, mode: 0o644 })]] };
    const outcomes = Object.entries(await outcomesOn(check, { image, params }));
    expect(outcomes.filter(([, outcome]) => outcome !== 'killed')).toEqual([]);
    return outcomes.map(([title]) => title).filter((title) => /passwd|another/.test(title));
  };
  expect(await titles('app')).toEqual(['a passwd that gives app the number 0']);
  expect(await titles('54321')).toEqual([]);
  expect(await titles('54321:5', { uid: 54_321 })).toEqual(['a USER of another number']);
  expect(await titles('app', { name: 'app' })).toEqual([
    'a passwd that gives app the number 0',
    'a USER of another number',
  ]);
});
