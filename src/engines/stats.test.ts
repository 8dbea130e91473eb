import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TickproofError } from '../domain/index.ts';
import { hostFiles } from './files.ts';
import { statsOf } from './stats.ts';

const folder = mkdtempSync(join(tmpdir(), 'tickproof-stats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const files = hostFiles(() => {
  throw new Error('nothing is made here');
});

/** Paths of every kind, again and again until there are that many. */
function paths(count: number): string[] {
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('file ä 😀.txt'), 'four');
  chmodSync(at('file ä 😀.txt'), 0o4751);
  utimesSync(at('file ä 😀.txt'), 1_000_000, 1_234_567.875);
  mkdirSync(at('folder'), { recursive: true });
  if (files.stat(at('link')) === null) symlinkSync('nowhere', at('link'));
  const kinds = ['file ä 😀.txt', 'folder', 'link', 'absent', 'file ä 😀.txt/below'].map(at);
  return Array.from({ length: count }, (_, index) => kinds[index % kinds.length] ?? '');
}

describe('what many paths are', () => {
  it.each([0, 1, 9_999, 10_000, 25_601])('is what each of %d is by itself', (count) => {
    const all = paths(count);
    expect(files.stats(all)).toEqual(all.map((path) => files.stat(path)));
  });

  it('is looked at by two threads where there are many', () => {
    const all = paths(60_000);
    let here = 0;
    const found = statsOf(all, (path) => {
      here += 1;
      if (here === 1) waitHere(); // until the other one has had its chance
      return files.stat(path);
    });
    expect(here).toBeLessThan(all.length);
    expect(found.map((it) => it?.sizeBytes)).toEqual(all.map((path) => files.stat(path)?.sizeBytes));
  });

  it('is told of what the other thread took and did not finish', () => {
    const all = paths(10_000);
    const found = statsOf(
      all,
      (path) => files.stat(path),
      ({ counters }) => void Atomics.add(new Int32Array(counters), 0, 1),
    );
    expect(found).toEqual(all.map((path) => files.stat(path)));
  });

  it('is a fault where one of them may not be looked at', () => {
    const all = paths(20_000);
    const bad = `${folder}/${'n'.repeat(300)}`; // longer than a name may be
    expect(() => files.stats([...all.slice(0, 19_000), bad, ...all.slice(19_000)])).toThrow(TickproofError);
  });
});

function waitHere(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
}
