import type { ExecutableImage } from '../executable/executable-image.ts';
import { readExecutable } from '../executable/image.ts';
import { Numbers, part } from '../executable/numbers.ts';

/** What the Go linker wrote into a program: its own version, and modules and settings of the build as text. */
export interface BuildInfo {
  readonly goVersion: string;
  readonly modules: string;
}

export const BUILD_INFO_MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const HEADER_BYTES = 32;
const IS_INLINE = 2;
const IS_BIG_ENDIAN = 1;
const LONGEST_VERSION = 256;
const LONGEST_MODULES = 8 << 20;
/** Programs that read build information have the magic among their constants, too. */
const MOST_PLACES = 64;
/** A mark of sixteen bytes before and after the text (runtime/debug.modinfo). */
const MARK_BYTES = 16;

/** Build information of a Go program; `bytes` may be the file or a piece of it that holds the header. */
export function readBuildInfo(bytes: Buffer): BuildInfo | null {
  let image: ExecutableImage | null | undefined;
  let at = bytes.indexOf(BUILD_INFO_MAGIC);
  for (let count = 0; at !== -1 && count < MOST_PLACES; count++) {
    const flags = bytes[at + 15] ?? 0;
    if (flags & IS_INLINE) {
      const found = inline(bytes, at + HEADER_BYTES);
      if (found) return found;
    } else {
      image ??= readExecutable(bytes);
      const found = image && pointed(bytes, at, image);
      if (found) return found;
    }
    at = bytes.indexOf(BUILD_INFO_MAGIC, at + 1);
  }
  return null;
}

/** Since Go 1.18: two texts, each behind its length. */
function inline(bytes: Buffer, start: number): BuildInfo | null {
  const version = lengthAt(bytes, start);
  if (!version || version.value > LONGEST_VERSION) return null;
  const modules = lengthAt(bytes, version.next + version.value);
  return made(
    part(bytes, version.next, version.value),
    modules ? part(bytes, modules.next, Math.min(modules.value, LONGEST_MODULES)) : Buffer.alloc(0),
  );
}

/** Before: addresses of two Go strings, which are an address and a length each. */
function pointed(bytes: Buffer, header: number, image: ExecutableImage): BuildInfo | null {
  const isWide = bytes[header + 14] === 8;
  if (!isWide && bytes[header + 14] !== 4) return null;
  const step = isWide ? 8 : 4;
  const isLittle = ((bytes[header + 15] ?? 0) & IS_BIG_ENDIAN) === 0;
  const numbers = new Numbers(bytes, isLittle);
  const textOf = (at: number, longest: number): Buffer => {
    const string = image.at(numbers.word(at, isWide));
    const inside = new Numbers(string, isLittle);
    return part(image.at(inside.word(0, isWide)), 0, Math.min(inside.word(step, isWide), longest));
  };
  return made(textOf(header + 16, LONGEST_VERSION), textOf(header + 16 + step, LONGEST_MODULES));
}

function made(version: Buffer, modules: Buffer): BuildInfo | null {
  const goVersion = version.toString('utf8');
  if (!/^(?:go\d|devel )/.test(goVersion)) return null;
  const isMarked = modules.length > 2 * MARK_BYTES && modules[modules.length - MARK_BYTES - 1] === 0x0a;
  return { goVersion, modules: isMarked ? modules.toString('utf8', MARK_BYTES, modules.length - MARK_BYTES) : '' };
}

/** An unsigned LEB128 number. */
function lengthAt(bytes: Buffer, start: number): { readonly value: number; readonly next: number } | null {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: start + index + 1 };
  }
  return null;
}
