import { execFile } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { fileFault } from './fault.ts';
import { hostFiles } from './files.ts';
import { temporaryFolder, temporaryFolders } from './temporary.ts';

const root = mkdtempSync(join(tmpdir(), 'files-test-'));
const files = hostFiles((prefix) => temporaryFolder('a1b2c3de', prefix));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('gives null for what is not there, below a file too', () => {
  writeFileSync(join(root, 'plain'), 'x');
  for (const path of [join(root, 'nothing'), join(root, 'plain/below')]) {
    expect(files.readText(path)).toBeNull();
    expect(files.readBytes(path)).toBeNull();
    expect(files.list(path)).toBeNull();
    expect(files.stat(path)).toBeNull();
    expect(files.readLink(path)).toBeNull();
  }
});

it('waits for no pipe that lies among files, and writes to one without taking it away', async () => {
  const pipe = join(root, 'pipe');
  await promisify(execFile)('mkfifo', [pipe]);
  const unreadable = expect.objectContaining({ code: 'file-unreadable' }) as Error;
  expect(() => files.readText(pipe)).toThrow(unreadable);
  expect(() => files.readBytes(pipe)).toThrow(unreadable);
  const reader = promisify(execFile)('cat', [pipe]);
  files.writeAtomic(pipe, 'through it');
  expect((await reader).stdout).toBe('through it');
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

it('says what it cannot read', () => {
  expect(() => files.readText(root)).toThrow(expect.objectContaining({ code: 'file-unreadable' }));
  const fault = (code: string) => fileFault('write', '/x', Object.assign(new Error(code), { code })).code;
  expect(['ENOSPC', 'EACCES', 'EROFS', 'EIO'].map(fault)).toEqual([
    'disk-full',
    'not-permitted',
    'not-permitted',
    'file-unreadable',
  ]);
});

it('lists in the order of bytes, and takes a link for a link', () => {
  const folder = join(root, 'listed');
  mkdirSync(join(folder, 'sub'), { recursive: true });
  for (const name of ['b', 'B', 'a.js', 'é', '\u{1F600}', '\uFF5E']) writeFileSync(join(folder, name), '');
  symlinkSync('sub', join(folder, 'link'));
  expect(files.list(folder)?.map(({ name }) => name)).toEqual([
    'B',
    'a.js',
    'b',
    'link',
    'sub',
    'é',
    '\uFF5E',
    '\u{1F600}',
  ]);
  expect(files.list(folder)?.find(({ name }) => name === 'link')?.type).toBe('symlink');
  expect(files.stat(join(folder, 'link'))?.type).toBe('symlink');
  expect(files.readLink(join(folder, 'link'))).toBe('sub');
});

it('streams a part of a file', async () => {
  const path = join(root, 'streamed');
  writeFileSync(path, '0123456789');
  const read = async (range?: { start: number; end: number; reuses?: true }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of files.stream(path, range)) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString();
  };
  expect(await read()).toBe('0123456789');
  expect(await read({ start: 2, end: 5 })).toBe('234');
  expect(await read({ start: 5, end: 5 })).toBe('');
  expect(await read({ start: 2, end: 5, reuses: true })).toBe('234');
  expect(await read({ start: 8, end: 20, reuses: true })).toBe('89');
  const large = Buffer.alloc(3_500_000, 'some of it, and more of the same. ');
  writeFileSync(path, large);
  expect((await read({ start: 1, end: large.length, reuses: true })) === large.toString('utf8', 1)).toBe(true);
  await expect(
    files.stream(join(root, 'none'), { start: 0, end: 1, reuses: true })[Symbol.asyncIterator]().next(),
  ).rejects.toThrow('none');
});

it('streams into the buffers that it is given, and gives all of them back', async () => {
  const path = join(root, 'streamed-into');
  writeFileSync(path, Buffer.alloc(10_000, 'a line and a half, '));
  const taken = new Set<Uint8Array>();
  let most = 0;
  const take = async () => {
    const buffer = new Uint8Array(new SharedArrayBuffer(4096));
    most = Math.max(most, taken.add(buffer).size);
    return buffer;
  };
  const reuses = { take, free: (buffer: Uint8Array) => void taken.delete(buffer) };
  const sizes: number[] = [];
  for await (const chunk of files.stream(path, { start: 1, end: 9000, reuses })) {
    expect([...taken].some(({ buffer }) => buffer === chunk.buffer)).toBe(true);
    sizes.push(chunk.length);
  }
  expect(sizes).toEqual([4096, 4096, 807]);
  expect([most, taken.size]).toEqual([2, 0]);
  for await (const _ of files.stream(path, { start: 0, end: 9000, reuses })) break; // nobody wants the rest
  expect(taken.size).toBe(0);
});

it('writes whole files only: beside their place, and nothing is left of a write that fails', () => {
  const path = join(root, 'made/here/record.json');
  files.writeAtomic(path, 'one');
  chmodSync(path, 0o640);
  files.writeAtomic(path, 'two');
  expect(files.readText(path)).toBe('two');
  expect(files.stat(path)?.mode).toBe(0o640);
  mkdirSync(join(root, 'made/there/taken/inside'), { recursive: true });
  expect(() => files.writeAtomic(join(root, 'made/there/taken'), 'x')).toThrow(
    expect.objectContaining({ code: 'file-unreadable' }),
  );
  expect(readdirSync(join(root, 'made/there'))).toEqual(['taken']);
  files.append(join(root, 'made/log/lines'), 'a\n');
  files.append(join(root, 'made/log/lines'), 'b\n');
  expect(files.readText(join(root, 'made/log/lines'))).toBe('a\nb\n');
});

it('lets one process at a time append to what is there', async () => {
  const path = join(root, 'made/chain');
  const script = `
    import { hostFiles } from '${new URL('./files.ts', import.meta.url).href}';
    const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    const next = (before) => (pause(), Number(before.trimEnd().split('\\n').at(-1)) + 1 + '\\n');
    for (let i = 0; i < 100; i++) hostFiles(() => null).append('${path}', next);`;
  const tsx = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
  const one = () => promisify(execFile)(process.execPath, ['--import', tsx, '--input-type=module', '-e', script]);
  await Promise.all([one(), one(), one()]);
  const lines = files.readText(path)?.trimEnd().split('\n');
  expect(lines).toEqual(Array.from({ length: 300 }, (_, index) => String(index + 1)));
  expect(readdirSync(join(root, 'made')).filter((name) => name.endsWith('.lock'))).toEqual([]);
});

it('does not wait for who was killed while appending', () => {
  const path = join(root, 'made/stale');
  writeFileSync(`${path}.lock`, '');
  utimesSync(`${path}.lock`, 0, 0);
  files.append(path, () => 'a\n');
  files.append(path, (before) => `${before}b\n`);
  expect(files.readText(path)).toBe('a\na\nb\n');
});

it('writes through a link to the file it names', () => {
  writeFileSync(join(root, 'real'), 'old');
  symlinkSync('real', join(root, 'alias'));
  files.writeAtomic(join(root, 'alias'), 'new');
  expect(files.readText(join(root, 'real'))).toBe('new');
  expect(files.stat(join(root, 'alias'))?.type).toBe('symlink');
});

it('makes a private folder that bears its run and goes with what it holds', async () => {
  const folder = files.temporary('build context');
  const script = folder.write('deep/run.sh', '#!/bin/sh\n', 0o755);
  expect(files.stat(folder.path)?.mode).toBe(0o700);
  expect(files.stat(script)?.mode).toBe(0o755);
  expect(temporaryFolders()).toContainEqual(expect.objectContaining({ runId: 'a1b2c3de', path: folder.path }));
  chmodSync(join(folder.path, 'deep'), 0o500);
  await folder[Symbol.asyncDispose]();
  expect(files.stat(folder.path)).toBeNull();
});
