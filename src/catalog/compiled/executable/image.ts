import { readElfImage } from './elf-image.ts';
import { readMachImage } from './mach-image.ts';
import { readPeImage } from './pe-image.ts';

/** A part of an executable by name; `bytes` are those that the file has of it. */
export interface Section {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What readers ask of an executable, whatever its format. */
export interface ExecutableImage {
  readonly kind: 'elf' | 'pe' | 'mach-o';
  readonly isLittleEndian: boolean;
  readonly sections: readonly Section[];
  /** The bytes of the file from an address in memory to the end of their segment; empty where the file has none. */
  readonly at: (address: number) => Buffer;
}

/** Sections and segments of an ELF, PE or Mach-O file (of a universal one: its first part); null when it is none. */
export function readExecutable(bytes: Buffer): ExecutableImage | null {
  return readElfImage(bytes) ?? readPeImage(bytes) ?? readMachImage(bytes);
}
