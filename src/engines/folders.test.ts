import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from 'node:process';
import { afterAll, expect, it } from 'vitest';
import { makeFolders } from './folders.ts';

const root = mkdtempSync(join(tmpdir(), 'folders-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('makes what is missing, and leaves what is there', () => {
  makeFolders(join(root, 'a/b/c'));
  expect(statSync(join(root, 'a/b/c')).isDirectory()).toBe(true);
  makeFolders(join(root, 'a/b/c'));
  makeFolders(`${root}/a/b/../d/`);
  expect(statSync(join(root, 'a/d')).isDirectory()).toBe(true);
  makeFolders('/');
});

it('goes through a link to a folder', () => {
  mkdirSync(join(root, 'real'));
  symlinkSync('real', join(root, 'link'));
  makeFolders(join(root, 'link/below'));
  expect(statSync(join(root, 'real/below')).isDirectory()).toBe(true);
});

it('names what is in the way', () => {
  writeFileSync(join(root, 'plain'), 'x');
  symlinkSync('nowhere', join(root, 'dangling'));
  for (const name of ['plain', 'plain/below', 'plain/below/it'])
    expect(() => makeFolders(join(root, name))).toThrow(
      expect.objectContaining({ code: 'file-unreadable', message: expect.stringMatching(/plain: .*file/) as unknown }),
    );
  expect(() => makeFolders(join(root, 'dangling/below'))).toThrow(/dangling/);
});

it.runIf(platform === 'linux')('ends where the system makes no folders', () => {
  expect(() => makeFolders('/proc/tickproof-test/a/b')).toThrow(
    expect.objectContaining({
      message: expect.stringContaining('/proc/tickproof-test') as unknown,
      remedy: expect.stringContaining('place') as unknown,
    }),
  );
});
