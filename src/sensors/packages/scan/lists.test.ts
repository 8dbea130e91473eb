import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aptListOf, isAptList } from './index.ts';
import { unpackLz4 } from './lz4.ts';

/** A frame of blocks as they are given; `raw` ones are stored. */
function frame(...blocks: readonly { readonly bytes: readonly number[]; readonly raw?: boolean }[]): Buffer {
  const head = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x40, 0x70, 0]);
  const parts = blocks.map(({ bytes, raw = false }) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE((bytes.length | (raw ? 0x80000000 : 0)) >>> 0);
    return Buffer.concat([size, Buffer.from(bytes)]);
  });
  return Buffer.concat([head, ...parts, Buffer.alloc(4)]);
}

const letters = (text: string): readonly number[] => [...Buffer.from(text)];

describe('LZ4', () => {
  it('unpacks literals, copies that overlap, and stored blocks that later ones refer to', () => {
    // `ab`, then 8 bytes from 2 back, then `z`; a block that copies 4 bytes from 4 back
    const first = { bytes: [0x24, ...letters('ab'), 2, 0, 0x10, ...letters('z')] };
    expect(unpackLz4(frame(first), 100)?.toString()).toBe('abababababz');
    const stored = { bytes: letters('wxyz'), raw: true };
    expect(unpackLz4(frame(stored, { bytes: [0x00, 4, 0, 0x10, ...letters('!')] }), 100)?.toString()).toBe('wxyzwxyz!');
  });

  it('reads lengths that go on', () => {
    const text = 'a'.repeat(300);
    expect(unpackLz4(frame({ bytes: [0xf0, 255, 30, ...letters(text)] }), 1000)?.toString()).toBe(text);
  });

  it('stops at its limit, and at copies from before the beginning', () => {
    expect(unpackLz4(frame({ bytes: [0x1f, 97, 1, 0, 255, 255, 255, 0, 0x00] }), 100)).toBeNull();
    expect(unpackLz4(frame({ bytes: [0x10, 97, 9, 0] }), 100)).toBeNull();
    expect(unpackLz4(frame({ bytes: [0x10, 97, 0, 0] }), 100)).toBeNull();
  });

  it('whatever comes, it ends in bytes or in none', () => {
    const whole = frame({ bytes: [0x24, ...letters('ab'), 2, 0, 0x10, ...letters('z')] });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(whole.length), (tail, cut) => {
        const bytes = unpackLz4(Buffer.concat([whole.subarray(0, cut), tail]), 1000);
        expect(bytes === null || bytes.length <= 1000).toBe(true);
      }),
    );
  });
});

describe("apt's lists", () => {
  it.each([
    ['/var/lib/apt/lists/m_dists_bookworm-security_InRelease', true],
    ['var/lib/apt/lists/m_dists_bookworm-security_main_binary-amd64_Packages.lz4', true],
    ['/var/lib/apt/lists/partial/m_Packages', false],
    ['/var/lib/apt/lists/m_Translation-en', false],
  ])('%s: %s', (path, isList) => {
    expect(isAptList(path)).toBe(isList);
  });

  it('are unpacked by what their name says; what is cut off is none', () => {
    const packed = gzipSync('Package: a\n');
    expect(aptListOf('/x_Packages.gz', packed)).toEqual({ path: '/x_Packages', text: 'Package: a\n' });
    expect(aptListOf('/x_Packages.gz', packed.subarray(0, 8))).toBeNull();
    expect(aptListOf('/x_Packages.lz4', packed)).toBeNull();
    expect(aptListOf('/x_Packages', Buffer.from('P'))).toEqual({ path: '/x_Packages', text: 'P' });
  });
});
