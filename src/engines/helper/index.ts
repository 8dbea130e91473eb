import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { TickproofError } from '../../domain/index.ts';
import { fileFault, isAbsence } from '../fault.ts';
import { makeFolders } from '../folders.ts';
import { PROGRAMS } from './programs.ts';

/** Readable and executable by everybody: any user of a container may run it. */
const MODE = 0o755;

/**
 * The helper program below a folder of ours: `helper/<sha256>/helper`, written when it is first asked for, and anew when it
 * is not what it should be. Null for an architecture that there is none for. Throws `TickproofError` where it cannot be kept.
 */
export function helperIn(folder: string): (architecture: string) => string | null {
  return (architecture) => {
    const program = architecture === 'amd64' || architecture === 'arm64' ? PROGRAMS[architecture] : null;
    if (!program) return null;
    const file = join(folder, 'helper', program.sha256, 'helper');
    try {
      if (!holds(file, program.sha256)) place(file, Buffer.from(program.base64, 'base64'));
      return file;
    } catch (error) {
      if (!(error instanceof TickproofError)) throw fileFault('keep the helper program at', file, error);
      throw new TickproofError(error.code, `Could not keep the helper program at ${file}: ${error.message}`, error);
    }
  };
}

/** Not kept in mind: somebody may have changed it since. */
function holds(file: string, sha256: string): boolean {
  try {
    const { mode } = fs.lstatSync(file);
    return (mode & 0o170_777) === (fs.constants.S_IFREG | MODE) && sha256Of(fs.readFileSync(file)) === sha256;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Renamed into place: whoever mounts or executes the one before keeps that, and two runs may write at once. */
function place(file: string, bytes: Buffer): void {
  makeFolders(dirname(file));
  const draft = `${file}.${process.pid}.tmp`;
  fs.rmSync(draft, { force: true });
  fs.writeFileSync(draft, bytes);
  fs.chmodSync(draft, MODE); // a mode given to `open` would be masked
  fs.renameSync(draft, file);
}
