import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TemporaryFolder } from '../domain/index.ts';
import { fileFault } from './fault.ts';

/** A folder of its own for one run: `<tmp>/tickproof-<runId>-<prefix>-XXXXXX`, readable by its owner only. */
export function temporaryFolder(runId: string, prefix: string): TemporaryFolder {
  const stem = join(tmpdir(), `tickproof-${runId}-${prefix.replaceAll(/[^\w.-]/g, '-')}-`);
  const path = guarded('make a folder at', stem, () => fs.mkdtempSync(stem));
  return {
    path,
    write(name, bytes, mode) {
      const file = join(path, name);
      guarded('write', file, () => {
        fs.mkdirSync(dirname(file), { recursive: true });
        fs.writeFileSync(file, bytes);
        if (mode !== undefined) fs.chmodSync(file, mode); // a mode given to `open` would be masked
      });
      return file;
    },
    copy(from, name) {
      const to = join(path, name);
      guarded('copy', from, () => copyOne(from, to));
    },
    async [Symbol.asyncDispose]() {
      await removeFolder(path);
    },
  };
}

function copyOne(from: string, to: string): void {
  const found = fs.lstatSync(from);
  fs.mkdirSync(dirname(to), { recursive: true });
  if (found.isSymbolicLink()) return fs.symlinkSync(fs.readlinkSync(from), to);
  const mode = found.mode & 0o7777;
  if (found.isDirectory()) {
    fs.mkdirSync(to, { recursive: true });
    return fs.chmodSync(to, mode | 0o700); // what belongs into it still has to be written
  }
  fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE);
  fs.chmodSync(to, mode);
}

/** Removes a folder with all it holds, folders that deny writing included. */
export async function removeFolder(path: string): Promise<void> {
  try {
    await fs.promises.rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    openUp(path); // a build may have left folders without the write bit
    await fs.promises.rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

function openUp(path: string): void {
  const found = fs.lstatSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return;
  fs.chmodSync(path, 0o700);
  for (const name of fs.readdirSync(path)) openUp(join(path, name));
}

/** This user's folders of runs in the temporary folder, with the run they belong to. */
export function temporaryFolders(): readonly {
  readonly runId: string;
  readonly path: string;
  readonly madeMs: number;
}[] {
  return fs.readdirSync(tmpdir()).flatMap((name) => {
    const runId = /^tickproof-([a-z\d]{8})-/.exec(name)?.[1];
    const path = join(tmpdir(), name);
    const found = runId === undefined ? undefined : fs.lstatSync(path, { throwIfNoEntry: false });
    if (runId === undefined || !found?.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) return [];
    return [{ runId, path, madeMs: found.mtimeMs }];
  });
}

function guarded<T>(action: string, path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw fileFault(action, path, error);
  }
}
