import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hostFiles } from '../engines/files.ts';
import { writtenSince } from './written-since.ts';

const files = hostFiles(() => {
  throw new Error('nothing temporary is needed');
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickproof-written-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function lay(path: string, seconds: number): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), '');
  utimesSync(join(folder, path), seconds, seconds);
}

it('names what was written later, the last first, wherever it lies', () => {
  lay('old.txt', 1_000);
  lay('at.txt', 2_000);
  lay('src/new.ts', 2_001);
  lay('src/deep/newest.ts', 3_000);
  expect(writtenSince(folder, 2_000_000, files)).toEqual(['src/deep/newest.ts', 'src/new.ts']);
});

it('passes over what tools write, follows no links, and bears a folder that is gone', () => {
  lay('node_modules/x/index.js', 3_000);
  lay('.git/index', 3_000);
  lay('.tickproof/record.json', 3_000);
  symlinkSync('..', join(folder, 'up'));
  utimesSync(folder, 1, 1);
  expect(writtenSince(folder, 2_000_000, files).filter((it) => it !== 'up')).toEqual([]);
  expect(writtenSince(join(folder, 'gone'), 0, files)).toEqual([]);
});
