const INTERPRETER_AT = 0x100;
const DYNAMIC_AT = 0x200;
const STRINGS_AT = 0x300;
const END = 0x400;

/**
 * The smallest ELF file that names a machine, a loader and libraries, as text: offsets are chosen so that every byte is
 * below 0x80. It is made to be planted and looked at; no kernel would get far with it. Machine 0 is no machine at all.
 */
export function canaryElf(
  machine: number,
  { loader = '', needed = [] }: { readonly loader?: string; readonly needed?: readonly string[] } = {},
): string {
  const strings = `\0${needed.map((name) => `${name}\0`).join('')}`;
  const offsets = needed.map((_, index) => 1 + needed.slice(0, index).reduce((sum, name) => sum + name.length + 1, 0));
  const dynamic = [
    ...offsets.map((at) => u64(1) + u64(at)),
    u64(5) + u64(STRINGS_AT),
    u64(10) + u64(strings.length),
    u64(0) + u64(0),
  ].join('');
  if (dynamic.length > 127 || strings.length > 127 || loader.length > 126) throw new Error('too much for a canary');
  const header = `\x7fELF\x02\x01\x01${'\0'.repeat(9)}${u16(3)}${u16(machine)}${u32(1)}${u64(0)}${u64(64)}${u64(0)}${u32(0)}${u16(64)}${u16(56)}${u16(3)}${u16(0).repeat(3)}`;
  const segments =
    segment(1, 0, END) +
    segment(2, DYNAMIC_AT, dynamic.length) +
    segment(3, INTERPRETER_AT, loader === '' ? 0 : loader.length + 1);
  return [
    [header + segments, INTERPRETER_AT],
    [loader, DYNAMIC_AT],
    [dynamic, STRINGS_AT],
    [strings, END],
  ].reduce((text, [part, end]) => (text + String(part)).padEnd(Number(end), '\0'), '');
}

function segment(type: number, at: number, bytes: number): string {
  return u32(type) + u32(4) + u64(at) + u64(at) + u64(at) + u64(bytes) + u64(bytes) + u64(1);
}

function u16(value: number): string {
  return String.fromCharCode(value & 0xff, (value >> 8) & 0xff);
}

function u32(value: number): string {
  return u16(value & 0xffff) + u16(value >>> 16);
}

function u64(value: number): string {
  return u32(value) + u32(0);
}
