import { isElf, type ReadBytes } from './read-elf.ts';

const MOST_SECTIONS = 1 << 14;
const LONGEST_NAMES = 1 << 20;
const LONGEST_NAME = 64;
const FOR_DEBUGGERS = /^\.(?:symtab|strtab|z?debug_.*|stab|stabstr)$/;

/** Bytes of the sections that only debuggers read, which `strip` takes away; 0 where the table of sections is not at hand. */
export function symbolBytesOf(read: ReadBytes): number {
  const head = read(0, 64);
  if (!isElf(head) || head.length < 64) return 0;
  const isWide = head[4] === 2;
  const numbersOf = numbersIn(head[5] !== 2, isWide);
  const header = numbersOf(head);
  const tableAt = header.word(isWide ? 40 : 32);
  const [step, claimed, namesIn] = [0, 2, 4].map((at) => header.u16((isWide ? 58 : 46) + at));
  if (tableAt === 0 || step === undefined || step < (isWide ? 64 : 40)) return 0;
  const count = Math.min(claimed ?? 0, MOST_SECTIONS);
  const table = numbersOf(read(tableAt, step * count));
  const offsetOf = (index: number): number => table.word(index * step + (isWide ? 24 : 16));
  const bytesOf = (index: number): number => table.word(index * step + (isWide ? 32 : 20));
  const names = read(offsetOf(namesIn ?? 0), Math.min(bytesOf(namesIn ?? 0), LONGEST_NAMES));
  let bytes = 0;
  for (let index = 1; index < count; index++) {
    if (FOR_DEBUGGERS.test(nameAt(names, table.u32(index * step)))) bytes += bytesOf(index);
  }
  return bytes;
}

function nameAt(names: Uint8Array, at: number): string {
  const rest = names.subarray(at, at + LONGEST_NAME);
  const end = rest.indexOf(0);
  return Buffer.from(end === -1 ? rest : rest.subarray(0, end)).toString('latin1');
}

/** Numbers in the file's byte order, 0 beyond the end; `word` is as wide as its addresses. */
function numbersIn(isLittle: boolean, isWide: boolean) {
  return (bytes: Uint8Array) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const u32 = (at: number): number => (at + 4 <= view.byteLength ? view.getUint32(at, isLittle) : 0);
    return {
      u16: (at: number): number => (at + 2 <= view.byteLength ? view.getUint16(at, isLittle) : 0),
      u32,
      word: (at: number): number => {
        if (!isWide) return u32(at);
        const [low, high] = isLittle ? [u32(at), u32(at + 4)] : [u32(at + 4), u32(at)];
        return high * 2 ** 32 + low;
      },
    };
  };
}
