import * as fs from 'node:fs';
import { dirname, resolve } from 'node:path';
import { TickproofError } from '../domain/index.ts';
import { codeOf, fileFault, isAbsence } from './fault.ts';

/**
 * Makes a folder with the parents that are missing. Node's own loop never ends where the system says of a folder that is
 * there that it is not, as below /proc.
 */
export function makeFolders(path: string): void {
  const folder = resolve(path);
  const missing: string[] = [];
  for (let at = folder; !isFolder(at); at = dirname(at)) {
    missing.push(at);
    if (dirname(at) === at) break;
  }
  for (const at of missing.toReversed()) makeOne(at);
}

/** Throws where something else stands there. */
function isFolder(path: string): boolean {
  try {
    const found = fs.statSync(path, { throwIfNoEntry: false });
    if (found && !found.isDirectory()) throw fault(path, 'there is a file of that name');
    return found !== undefined;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error instanceof TickproofError ? error : fileFault('look at', path, error);
  }
}

function makeOne(path: string): void {
  try {
    fs.mkdirSync(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && isFolder(path)) return; // another run was quicker
    if (isAbsence(error)) throw fault(path, 'the system makes none there', error);
    throw fileFault('make the folder', path, error);
  }
}

function fault(path: string, why: string, cause?: unknown): TickproofError {
  const message = `Could not make the folder ${path}: ${why}`;
  return new TickproofError('file-unreadable', message, {
    remedy: 'Name a place that can be written.',
    ...(cause === undefined ? {} : { cause }),
  });
}
