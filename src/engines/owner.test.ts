import { expect, it } from 'vitest';
import { HOST_LABEL, newOwner, OWNER_LABEL, ownerState, runOfName, RUN_LABEL, startOf } from './owner.ts';

const DAY_MS = 24 * 3600 * 1000;
const now = 1_800_000_000_000;
const run = newOwner();
const { labels, runId } = run;
const name = (suffix: string) => run.name(suffix);
const owner = labels[OWNER_LABEL] ?? '';
const host = labels[HOST_LABEL] ?? '';
const seen = { owner, host, madeMs: now, remote: false };

it('names things so that their run is found again, and no project of a person is', () => {
  expect(labels[RUN_LABEL]).toBe(runId);
  expect(runOfName(name('app'))).toBe(runId);
  expect(runOfName(`${name('app')}:latest`)).toBe(runId);
  expect(runOfName(`localhost:5000/${name('app')}`)).toBe(runId);
  for (const other of [
    'tickproof-examples',
    'tickproof-examples_default',
    'tickproof-test',
    'tickproof',
    `x${name('app')}`,
    `tickproof-${runId}x`,
  ]) {
    expect(runOfName(other)).toBeNull();
  }
});

it('knows its own process as alive, whatever the age', () => {
  expect(ownerState({ ...seen, madeMs: 0 }, now)).toBe('alive');
  expect(startOf(process.pid)).not.toBeNull();
});

it('takes a pid that is gone, or that belongs to another start, for gone', () => {
  const [pid, start, boot] = owner.split(':');
  expect(ownerState({ ...seen, owner: `4194999:${start}:${boot}` }, now)).toBe('gone');
  expect(ownerState({ ...seen, owner: `${pid}:1:${boot}` }, now)).toBe('gone');
  expect(ownerState({ ...seen, owner: `${pid}:${start}:another-boot` }, now)).toBe('gone');
});

it('does not judge the runs of another machine or container before a day has passed', () => {
  const [pid, start] = owner.split(':');
  const strangers = [
    { ...seen, host: 'elsewhere:pid:[4026531836]' },
    { ...seen, host: `${host}0` },
    { ...seen, remote: true, owner: `${pid}:${start}:another-boot` },
    { ...seen, owner: null, host: null },
  ];
  for (const stranger of strangers) {
    expect(ownerState(stranger, now + 1000)).toBe('unknown');
    expect(ownerState(stranger, now + DAY_MS + 1)).toBe('gone');
  }
});
