import * as fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import {
  type DirectoryEntry,
  type Files,
  type FileStat,
  type TemporaryFolder,
  TickproofError,
} from '../domain/index.ts';
import { byBytes } from '../formats/index.ts';
import { fileFault, isAbsence } from './fault.ts';
import { makeFolders } from './folders.ts';
import { locked } from './lock.ts';
import { ownBuffers, reusedStream } from './reused-stream.ts';
import { statOf, statsOf } from './stats.ts';

const CHUNK_BYTES = 1024 * 1024;

/** Files of this machine. `temporary` says where private folders are made and who is told. */
export function hostFiles(temporary: (prefix: string) => TemporaryFolder): Files {
  return {
    readText: (path) => readOrNull('read', path, () => fs.readFileSync(noPipe(path), 'utf8')),
    readBytes: (path) => readOrNull('read', path, () => fs.readFileSync(noPipe(path))),
    list: (path) => readOrNull('list', path, () => sorted(fs.readdirSync(path, { withFileTypes: true }))),
    stat,
    stats: (paths) => statsOf(paths, stat),
    readLink: (path) => readOrNull('read the link', path, () => fs.readlinkSync(path)),
    stream,
    writeAtomic,
    writeStream,
    append(path, text) {
      attempt('append to', path, () => {
        makeFolders(dirname(path));
        if (typeof text === 'string') return fs.appendFileSync(path, text);
        locked(path, () => {
          const before = fs.existsSync(path) ? fs.readFileSync(path) : Buffer.alloc(0);
          appendWhole(path, text(before.toString('utf8')), before.length);
        });
      });
    },
    temporary,
    resolve: (...parts) => resolve(...parts),
  };
}

/** All or nothing: half a line would spoil the next one. */
function appendWhole(path: string, text: string, sizeBytes: number): void {
  try {
    fs.appendFileSync(path, text);
  } catch (error) {
    if (fs.existsSync(path)) fs.truncateSync(path, sizeBytes);
    throw error;
  }
}

function attempt<T>(action: string, path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof TickproofError) throw error; // it already says what is wrong
    throw fileFault(action, path, error);
  }
}

function readOrNull<T>(action: string, path: string, act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if (isAbsence(error)) return null;
    if (error instanceof TickproofError) throw error; // it already says what is wrong
    throw fileFault(action, path, error);
  }
}

/** The path, unless it is a pipe that somebody laid down, which would be waited for for ever; `<(…)` lies below `/dev` or `/proc`. */
function noPipe(path: string): string {
  if (!fs.statSync(path, { throwIfNoEntry: false })?.isFIFO() || /^\/(?:dev|proc)\//.test(path)) return path;
  throw new TickproofError('file-unreadable', `Could not read ${path}: it is a pipe, and no file`, {
    remedy: 'Put a file there.',
  });
}

function typeOf(entry: fs.Dirent): DirectoryEntry['type'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

function sorted(entries: readonly fs.Dirent[]): readonly DirectoryEntry[] {
  return entries.map((entry) => ({ name: entry.name, type: typeOf(entry) })).sort((a, b) => byBytes(a.name, b.name));
}

function stat(path: string): FileStat | null {
  const found = readOrNull('look at', path, () => fs.lstatSync(path, { throwIfNoEntry: false }));
  return found ? statOf(found) : null;
}

async function* stream(path: string, range?: Parameters<Files['stream']>[1]): AsyncGenerator<Uint8Array> {
  if (range && range.end <= range.start) return;
  try {
    if (range?.reuses) {
      const buffers = range.reuses === true ? ownBuffers(Math.min(CHUNK_BYTES, range.end - range.start)) : range.reuses;
      return yield* reusedStream(path, range, buffers);
    }
    const limits = range ? { start: range.start, end: range.end - 1 } : {}; // Node's end is inclusive
    for await (const chunk of fs.createReadStream(path, { highWaterMark: CHUNK_BYTES, ...limits }))
      yield chunk as Uint8Array; // no encoding is set: chunks are buffers
  } catch (error) {
    throw fileFault('read', path, error);
  }
}

let written = 0; // makes the names of half-written files unique within the process

/**
 * Beside its place, flushed, then renamed: a reader sees the old file or the new one. A link's target is replaced, not the link.
 * What is no file (a pipe, a device) is written to.
 */
export function writeAtomic(path: string, bytes: string | Uint8Array): void {
  if (isStream(path)) return attempt('write', path, () => fs.writeFileSync(path, bytes));
  const place = stat(path)?.type === 'symlink' ? attempt('follow', path, () => fs.realpathSync(path)) : path;
  const draft = join(dirname(place), `.${basename(place)}.${process.pid}-${written++}.tmp`);
  attempt('write', path, () => {
    makeFolders(dirname(place));
    try {
      const file = fs.openSync(draft, 'wx', stat(place)?.mode ?? 0o644);
      try {
        fs.writeFileSync(file, bytes);
        fs.fsyncSync(file);
      } finally {
        fs.closeSync(file);
      }
      fs.renameSync(draft, place);
    } catch (error) {
      fs.rmSync(draft, { force: true });
      throw error;
    }
  });
}

function isStream(path: string): boolean {
  const found = readOrNull('look at', path, () => fs.statSync(path));
  return found !== null && !found.isFile() && !found.isDirectory();
}

async function writeStream(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}-${written++}.tmp`);
  const file = attempt('write', path, () => {
    makeFolders(dirname(path));
    return fs.openSync(draft, 'wx', 0o644);
  });
  try {
    for await (const chunk of chunks) attempt('write', path, () => writeWhole(file, chunk));
    attempt('write', path, () => {
      fs.fsyncSync(file);
      fs.renameSync(draft, path);
    });
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw error;
  } finally {
    fs.closeSync(file);
  }
}

function writeWhole(file: number, chunk: Uint8Array): void {
  for (let at = 0; at < chunk.length; ) at += fs.writeSync(file, chunk, at);
}
