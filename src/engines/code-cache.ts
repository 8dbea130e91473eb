import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder, writeEntry } from './cache.ts';

const DIGEST_BYTES = 32;
const MOST_KEPT = 24;
/** Exit codes above it end work before it has met the functions that it needs. */
const MOST_DONE = 1;
const WRITABLE_BY_OTHERS = 0o022;

interface Program {
  /** A CommonJS file of ASCII alone, that imports nothing dynamically. */
  readonly file: string;
  /** What tells this text from any other that the file may hold. */
  readonly digest: string;
  /** What is asked of it: other work compiles other functions. */
  readonly work: string;
}

/**
 * Runs a program with what V8 compiled of it the last time, and keeps that for the next when the process ends: a start takes a
 * third less. What is kept is only believed when it is this user's own and whole, since V8 looks at neither; without it,
 * or without a folder to keep it in, the program merely starts more slowly.
 */
export function runCompiled({ file, digest, work }: Program, env: NodeJS.ProcessEnv): void {
  const folder = join(cacheFolder(env), 'code');
  // kept code has the file's name in it, for the traces of faults
  const text = sha256(`${digest} ${file}`).toString('hex').slice(0, 16);
  const kept = join(folder, `${work}-${text}-${process.version}-${process.arch}.bin`);
  const cachedData = readKept(kept);
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(file, 'latin1')}\n})`,
    { filename: file, ...(cachedData ? { cachedData } : {}) },
  );
  if (!cachedData || script.cachedDataRejected)
    process.once('exit', (code) => {
      if (code <= MOST_DONE) keep(kept, script.createCachedData());
    });
  const run = script.runInThisContext() as (...of: readonly unknown[]) => void; // the function that the text above is
  const module = { exports: {} };
  run(module.exports, createRequire(file), module, file, dirname(file));
}

function readKept(path: string): Buffer | null {
  try {
    const { uid, mode } = fs.lstatSync(path);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & WRITABLE_BY_OTHERS) === 0);
    if (!isOurs) return null;
    const bytes = fs.readFileSync(path);
    const code = bytes.subarray(DIGEST_BYTES);
    return sha256(code).equals(bytes.subarray(0, DIGEST_BYTES)) ? code : null;
  } catch {
    return null; // not kept yet, or not to be read: the text itself is compiled
  }
}

function keep(path: string, code: Buffer): void {
  try {
    writeEntry(path, Buffer.concat([sha256(code), code]));
    forget(dirname(path));
  } catch {
    // a full or read-only disk costs time later, not correctness now
  }
}

/** Of too many those go that were written first: they are of other versions. */
function forget(folder: string): void {
  fs.readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => ({ path, mtimeMs: fs.statSync(path).mtimeMs }))
    .sort((left, right) => right.mtimeMs - left.mtimeMs)
    .slice(MOST_KEPT)
    .forEach(({ path }) => fs.rmSync(path, { force: true }));
}

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();
