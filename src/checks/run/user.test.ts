import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { madeOf } from '../../../test/kit/made.ts';
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

it('starts it as root unless that is wanted, and as nobody where somebody is wanted', () => {
  const as = (uid: number) => ({ act: { do: 'sleep' }, user: `${uid}:${uid}` });
  const made = (params: object) => madeOf('R', check, {}, { ...params }).map(({ change }) => change);
  expect(made({})).toEqual([as(0), null]);
  expect(made({ name: 'app' })).toEqual([as(0), as(61_234)]);
  expect(made({ uid: 1000 })).toEqual([as(0), as(61_234)]);
  expect(made({ uid: 61_234 })).toEqual([as(0), as(61_235)]);
  expect(made({ uid: 0 })).toEqual([null, as(61_234)]);
  expect(made({ name: 'root' })).toEqual([null, as(61_234)]);
});

it('accepts root where it is wanted, by name or number', () => {
  const root = process({ uid: 0, user: 'root' });
  expect(judged(check, root, { name: 'root' }).status).toBe('pass');
  expect(judged(check, root, { uid: 0 }).status).toBe('pass');
  expect(judged(check, root, { uid: 1 })).toMatchObject({ findings: [{ reason: 'root-user' }] });
});
