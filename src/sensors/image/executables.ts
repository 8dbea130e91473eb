import type { Executable } from '../../domain/index.ts';
import {
  dynamicRangeOf,
  isElf,
  newestVersions,
  type ReadBytes,
  readElf,
  symbolBytesOf,
} from '../../formats/elf/index.ts';

export type LayerExecutable = Omit<Executable, 'layer'>;

/** Kernels read this much of a `#!` line. */
const LONGEST_SHEBANG = 256;

/** A file as far as it was kept: its beginning, and for large ELF files the dynamic section as well. */
export interface KeptBody {
  readonly head: Buffer;
  readonly tail?: { readonly offset: number; readonly bytes: Buffer };
  /** Of executables that are too large to be kept: places where their readers hope to find something. */
  readonly windows?: readonly Buffer[];
}

/** What an ELF file or a script needs to run; null for other files and for ELF files that are not run or loaded. */
export function executableOf(path: string, body: KeptBody): LayerExecutable | null {
  if (isElf(body.head)) return fromElf(path, body);
  return body.head[0] === 0x23 && body.head[1] === 0x21 ? fromShebang(path, body.head) : null;
}

/** Where a large ELF file keeps what it needs, told from its beginning. */
export function dynamicPartOf(head: Buffer): { readonly offset: number; readonly bytes: number } | null {
  return isElf(head) ? dynamicRangeOf((offset, length) => head.subarray(offset, offset + length)) : null;
}

function fromElf(path: string, { head, tail }: KeptBody): LayerExecutable | null {
  const read: ReadBytes = (offset, length) => {
    const inTail = tail && offset >= tail.offset && offset + length <= tail.offset + tail.bytes.length;
    return inTail
      ? tail.bytes.subarray(offset - tail.offset, offset - tail.offset + length)
      : head.subarray(offset, offset + length);
  };
  const elf = readElf(read);
  if (!elf || elf.type === 'other') return null;
  const { architecture, interpreter, needed, runpath, provides } = elf;
  const requires = newestVersions(elf.requires);
  const symbolBytes = symbolBytesOf(read);
  const own = {
    path,
    kind: 'elf',
    architecture,
    interpreter,
    needed,
    runpath,
    ...(requires.length > 0 ? { requires } : {}),
    ...(provides.length > 0 ? { provides } : {}),
  } as const;
  return symbolBytes > 0 ? { ...own, symbolBytes } : own;
}

function fromShebang(path: string, head: Buffer): LayerExecutable | null {
  const end = head.indexOf(0x0a);
  const line = head.toString('utf8', 2, Math.min(end === -1 ? head.length : end, LONGEST_SHEBANG));
  const [interpreter, ...rest] = line.trim().split(/[ \t]+/);
  if (!interpreter?.startsWith('/')) return null;
  const words = interpreter.endsWith('/env')
    ? rest.filter((word) => !word.startsWith('-') && !word.includes('='))
    : rest;
  return {
    path,
    kind: 'script',
    architecture: null,
    interpreter,
    ...(words[0] === undefined ? {} : { interpreterArgument: words[0] }),
    needed: [],
    runpath: [],
    ...(line.endsWith('\r') ? { carriageReturn: true } : {}),
  };
}
