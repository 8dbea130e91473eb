import type { ExecutableImage } from './executable-image.ts';
import { readElfImage } from './elf-image.ts';
import { readMachImage } from './mach-image.ts';
import { readPeImage } from './pe-image.ts';

/** Sections and segments of an ELF, PE or Mach-O file (of a universal one: its first part); null when it is none. */
export function readExecutable(bytes: Buffer): ExecutableImage | null {
  return readElfImage(bytes) ?? readPeImage(bytes) ?? readMachImage(bytes);
}
