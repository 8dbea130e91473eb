import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './user.ts';

const process = (over: object) => ({
  run: { process: { uid: 1000, gid: 1000, user: 'tmws', argv: ['/app/server'], processes: 1, ...over } },
});

it('accepts a user that is not root', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, process({}), { name: 'tmws', uid: 1000 }).status).toBe('pass');
  expect(judged(check, process({ uid: 65532, user: null })).status).toBe('pass');
});

it('fails root by its number, whatever its name', () => {
  expect(judged(check, process({ uid: 0, user: 'app' }))).toMatchObject({ findings: [{ reason: 'root-user' }] });
});

it('fails another user than the one that is wanted', () => {
  expect(judged(check, process({}), { uid: 1001 })).toMatchObject({ findings: [{ reason: 'other-user' }] });
  expect(judged(check, process({}), { name: 'kaizen' })).toMatchObject({ findings: [{ reason: 'other-user' }] });
});
