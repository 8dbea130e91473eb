import { deflateRawSync } from 'node:zlib';

/** A zip of texts, for tests and benchmarks; `isStored` leaves them as they are. Its checksums are empty: nobody here looks at them. */
export function zipOf(members: Iterable<readonly [name: string, text: string]>, isStored = false): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let [at, count] = [0, 0];
  for (const [name, text] of members) {
    const bytes = Buffer.from(text);
    const packed = isStored ? bytes : deflateRawSync(bytes, { level: 1 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isStored ? 0 : 8, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    parts.push(Buffer.from('PK\u0003\u0004', 'latin1'), common, Buffer.from(name), packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\0', 'latin1'), common, tail, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
    count += 1;
  }
  const size = directory.reduce((sum, it) => sum + it.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  if (count < 0xffff) return Buffer.concat([...parts, ...directory, end]);
  return Buffer.concat([...parts, ...directory, ...wideEnd(count, size, at), end]);
}

function wideEnd(count: number, size: number, at: number): readonly Buffer[] {
  const wide = Buffer.alloc(56);
  wide.write('PK\u0006\u0006', 0, 'latin1');
  wide.writeBigUInt64LE(44n, 4);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(size), 40);
  wide.writeBigUInt64LE(BigInt(at), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\u0006\u0007', 0, 'latin1');
  locator.writeBigUInt64LE(BigInt(at + size), 8);
  locator.writeUInt32LE(1, 16);
  return [wide, locator];
}
