/** Executables in small, for tests: one section of the given name, at an address that counts from `BASE`. */
export const BASE = 0x400000;

const BODY = 0x1000;

export function smallElf(name: string, content: Buffer, { isWide = true, isLittle = true } = {}): Buffer {
  const strings = Buffer.from(`\0${name}\0.shstrtab\0`, 'latin1');
  const bytes = Buffer.alloc(BODY + content.length + strings.length + 3 * 64);
  const put = writer(bytes, isLittle);
  const word = isWide ? 8 : 4;
  bytes.set([0x7f, 0x45, 0x4c, 0x46, isWide ? 2 : 1, isLittle ? 1 : 2, 1]);
  content.copy(bytes, BODY);
  strings.copy(bytes, BODY + content.length);
  const table = BODY + content.length + strings.length;
  put(isWide ? 32 : 28, word, 64);
  put(isWide ? 40 : 32, word, table);
  put(isWide ? 54 : 42, 2, isWide ? 56 : 32);
  put(isWide ? 56 : 44, 2, 1);
  put(isWide ? 58 : 46, 2, isWide ? 64 : 40);
  put(isWide ? 60 : 48, 2, 3);
  put(isWide ? 62 : 50, 2, 2);
  put(64, 4, 1);
  put(64 + (isWide ? 8 : 4), word, 0);
  put(64 + (isWide ? 16 : 8), word, BASE);
  put(64 + (isWide ? 32 : 16), word, BODY + content.length);
  const section = (index: number, nameAt: number, type: number, offset: number, size: number) => {
    const at = table + index * (isWide ? 64 : 40);
    put(at, 4, nameAt);
    put(at + 4, 4, type);
    put(at + (isWide ? 24 : 16), word, offset);
    put(at + (isWide ? 32 : 20), word, size);
  };
  section(1, 1, 1, BODY, content.length);
  section(2, 2 + name.length, 3, BODY + content.length, strings.length);
  return bytes;
}

export function smallPe(name: string, content: Buffer): Buffer {
  const bytes = Buffer.alloc(BODY + content.length);
  const put = writer(bytes, true);
  put(0, 2, 0x5a4d);
  put(0x3c, 4, 0x80);
  put(0x80, 4, 0x4550);
  put(0x86, 2, 1);
  put(0x94, 2, 240);
  put(0x98, 2, 0x20b);
  put(0x98 + 24, 8, BASE);
  const section = 0x98 + 240;
  bytes.write(name, section, 8, 'latin1');
  put(section + 8, 4, content.length);
  put(section + 12, 4, BODY);
  put(section + 16, 4, content.length);
  put(section + 20, 4, BODY);
  content.copy(bytes, BODY);
  return bytes;
}

export function smallMach(name: string, content: Buffer): Buffer {
  const bytes = Buffer.alloc(BODY + content.length);
  const put = writer(bytes, true);
  put(0, 4, 0xfeedfacf);
  put(16, 4, 1);
  put(32, 4, 0x19);
  put(36, 4, 72 + 80);
  put(32 + 24, 8, BASE);
  put(32 + 40, 8, 0);
  put(32 + 48, 8, BODY + content.length);
  put(32 + 64, 4, 1);
  bytes.write(name, 104, 16, 'latin1');
  put(104 + 40, 8, content.length);
  put(104 + 48, 4, BODY);
  content.copy(bytes, BODY);
  return bytes;
}

/** Where the content of a small executable stands in memory. */
export const CONTENT_ADDRESS = BASE + BODY;

function writer(bytes: Buffer, isLittle: boolean) {
  return (at: number, size: 2 | 4 | 8, value: number) => {
    const whole = Buffer.alloc(8);
    whole.writeBigUInt64LE(BigInt(value));
    const part = [...whole.subarray(0, size)];
    bytes.set(isLittle ? part : part.toReversed(), at);
  };
}
