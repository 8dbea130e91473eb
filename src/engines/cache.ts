import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Cache } from '../domain/index.ts';
import { makeFolders } from './folders.ts';

const MAX_BYTES = 512 * 1024 * 1024;
const ROOMS = ['layers', 'facts', 'proofs']; // other things in the folder are not ours to remove
const FORMAT = 'tickproof-cache 1';

/** Where values are kept between runs: `$TICKPROOF_CACHE`, `$XDG_CACHE_HOME/tickproof`, or `~/.cache/tickproof`. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  if (env.TICKPROOF_CACHE) return env.TICKPROOF_CACHE;
  return env.XDG_CACHE_HOME ? join(env.XDG_CACHE_HOME, 'tickproof') : join(homedir(), '.cache', 'tickproof');
}

/** Values in files below a folder, one per key, the longest unused removed above `maxBytes`. Never throws: a cache that fails is an empty one. */
export function fileCache(folder: string, maxBytes = MAX_BYTES): Cache {
  let unlooked = Number.POSITIVE_INFINITY; // bytes written since the size was last looked at; the first write looks
  return {
    memory: new Map(),
    read(room, key) {
      try {
        const file = entryFile(folder, room, key);
        const value = decode(key, fs.readFileSync(file, 'utf8'));
        if (value !== null) fs.utimesSync(file, new Date(), new Date());
        return value;
      } catch {
        return null; // absent, unreadable or damaged: all the same to who asks
      }
    },
    write(room, key, value) {
      try {
        const text = encode(key, value);
        writeEntry(entryFile(folder, room, key), text);
        unlooked += text.length;
        if (unlooked < maxBytes / 16) return;
        prune(folder, maxBytes);
        unlooked = 0;
      } catch {
        // a full or read-only disk costs time later, not correctness now
      }
    },
  };
}

/** A cache that forgets at the end, for tests and `--no-cache`. */
export function memoryCache(): Cache {
  const values = new Map<string, string>();
  return {
    read: (room, key) => JSON.parse(values.get(`${room}/${key}`) ?? 'null') as unknown,
    write: (room, key, value) => void values.set(`${room}/${key}`, JSON.stringify(value)),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function entryFile(folder: string, room: string, key: string): string {
  const name = sha256(key);
  return join(folder, room, name.slice(0, 2), `${name.slice(2)}.json`);
}

function encode(key: string, value: unknown): string {
  const body = JSON.stringify({ key, value });
  return `${FORMAT} ${sha256(body)}\n${body}`;
}

function decode(key: string, text: string): unknown {
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  if (text.slice(0, end) !== `${FORMAT} ${sha256(body)}`) return null;
  const entry = JSON.parse(body) as { key: string; value: unknown }; // written by `encode`: the digest says so
  return entry.key === key ? (entry.value ?? null) : null;
}

/** Renamed into place, so that two runs may write the same entry; not flushed, since the digest tells a torn one. */
export function writeEntry(file: string, content: string | Uint8Array): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    makeFolders(join(file, '..'));
    fs.writeFileSync(draft, content, { mode: 0o600 });
    fs.renameSync(draft, file);
  } catch (error) {
    if (fs.existsSync(draft)) fs.rmSync(draft);
    throw error;
  }
}

function prune(folder: string, maxBytes: number): void {
  const entries = ROOMS.map((room) => join(folder, room))
    .filter((room) => fs.existsSync(room))
    .flatMap((room) => fs.readdirSync(room, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(json|tmp)$/.test(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = fs.statSync(path);
      return { path, size, mtimeMs };
    })
    .sort((a, b) => a.mtimeMs - b.mtimeMs);
  let total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total <= maxBytes) return;
  for (const { path, size } of entries) {
    if (total <= maxBytes * 0.75) return;
    fs.rmSync(path, { force: true });
    total -= size;
  }
}
