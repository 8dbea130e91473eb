import { type ExecutableReader, executableReaders, type Reader, type Reading, readersOf } from '../../catalog/index.ts';
import type { KeptBody } from './executables.ts';
import { indexOfNeedle } from './needle.ts';

const LARGEST_READ = 1 << 25;

/** Readers of what an image has installed; lock files only say what somebody wished for. */
export function packageReadersOf(path: string): readonly Reader[] {
  return readersOf(path).filter(({ says }) => says === 'installed');
}

/** How many bytes of a file its readers want to see. */
export function readBytesOf(readers: readonly Reader[], size: number): number {
  return readers.reduce((most, { mostBytes = LARGEST_READ }) => Math.max(most, Math.min(size, mostBytes)), 0);
}

/** What the readers of a file say; of a file that was not kept whole, that it is too large. */
export function readingsOf(
  readers: readonly Reader[],
  path: string,
  { head, isWhole }: { readonly head: Buffer; readonly isWhole: boolean },
): readonly Reading[] {
  return readers.flatMap(({ cataloguer, read, mostBytes = LARGEST_READ }): readonly Reading[] => {
    if (!isWhole || head.length > mostBytes) {
      return [{ cataloguer, path, packages: [], fault: `it is larger than ${mostBytes} bytes and was not read` }];
    }
    const reading = read({ path, bytes: head });
    return reading ? [reading] : [];
  });
}

const NO_READERS: readonly ExecutableReader[] = [];

/** Readers of what stands in an executable. Told by its first bytes. */
export function executableReadersOf(path: string, head: Buffer): readonly ExecutableReader[] {
  if (!isExecutable(head)) return NO_READERS;
  return executableReaders.filter(({ where }) => where?.(path) ?? true);
}

/** Where readers of an executable hope to find something in one that is too large to be kept. */
export function needlesOf(path: string, head: Buffer): readonly Buffer[] {
  return executableReadersOf(path, head).flatMap(({ needles = [] }) => needles);
}

/**
 * What the readers of an executable say of as much of it as was kept: the first that knows it in each place. A reader that
 * names needles is not troubled with what has none of them.
 */
export function executableReadings(
  readers: readonly ExecutableReader[],
  path: string,
  { head, windows = [] }: KeptBody,
): readonly Reading[] {
  return readers.flatMap(({ read, needles }) => {
    for (const bytes of [head, ...windows]) {
      if (needles && !needles.some((needle) => indexOfNeedle(bytes, needle) !== -1)) continue;
      const reading = read({ path, bytes });
      if (reading) return [reading];
    }
    return [];
  });
}

const MACH_O = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe]);

/** ELF, PE and Mach-O. */
export function isExecutable(head: Buffer): boolean {
  if (head.length < 4) return false;
  const magic = head.readUInt32BE(0);
  return magic === 0x7f454c46 || magic >>> 16 === 0x4d5a || MACH_O.has(magic);
}
