import fc from 'fast-check';
import { extract, pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { TickproofError } from '../../domain/index.ts';
import { indexTar, type TarEntry, type TarHeader, TarReader, writeTar } from './index.ts';

type Read = { header: TarHeader; body: string };

function readAll(bytes: Uint8Array, chunkBytes = bytes.length || 1): Read[] {
  const reader = new TarReader();
  const members: { header: TarHeader; parts: Uint8Array[] }[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    for (const part of reader.read(bytes.subarray(at, at + chunkBytes))) {
      if (part.kind === 'member') members.push({ header: part.header, parts: [] });
      else members.at(-1)?.parts.push(Buffer.from(part.bytes));
    }
  }
  reader.end();
  return members.map(({ header, parts }) => ({ header, body: Buffer.concat(parts).toString() }));
}

const archiveOf = (entries: readonly TarEntry[]) => Buffer.concat([...writeTar(entries)]);

const LONG = `${'deep/'.repeat(40)}file-ü`;

/** A header block with one field overwritten and its checksum mended. */
function patched(archive: Buffer, at: number, bytes: string | Buffer): Buffer {
  const copy = Buffer.from(archive);
  Buffer.from(bytes as string).copy(copy, at);
  copy.fill(' ', 148, 156);
  const sum = copy.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  copy.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return copy;
}

describe('TarReader', () => {
  it('gives back what writeTar wrote, whatever the chunks', () => {
    const archive = archiveOf([
      { name: 'etc/', type: 'directory', mode: 0o1777 },
      { name: 'etc/passwd', body: 'root:x:0:0', uid: 3_000_000, gid: 5 },
      { name: LONG, body: 'x'.repeat(1000) },
      { name: 'link', type: 'symlink', linkName: `../${LONG}` },
      { name: 'hard', type: 'hardlink', linkName: 'etc/passwd' },
      { name: 'ping', body: '\x7fELF', mode: 0o4755, xattrs: { 'security.capability': '\u0001\u0000' } },
    ]);
    for (const size of [1, 7, 511, 512, 513, 100_000]) {
      const read = readAll(archive, size);
      expect(read.map(({ header }) => [header.type, header.name])).toEqual([
        ['directory', 'etc/'],
        ['file', 'etc/passwd'],
        ['file', LONG],
        ['symlink', 'link'],
        ['hardlink', 'hard'],
        ['file', 'ping'],
      ]);
      expect(read[1]).toMatchObject({ body: 'root:x:0:0', header: { uid: 3_000_000, gid: 5, mode: 0o644 } });
      expect(read[2]?.body.length).toBe(1000);
      expect(read[3]?.header.linkName).toBe(`../${LONG}`);
      expect(read[5]?.header.xattrs).toEqual({ 'security.capability': '\u0001\u0000' });
    }
  });

  it('agrees with tar-stream on what either writes', async () => {
    const name = fc.stringMatching(/^[a-z0-9ü]{1,8}(?:\/[a-z0-9ü]{1,60}){0,5}$/);
    const entry = fc.record({
      name,
      body: fc.string({ maxLength: 1500 }),
      mode: fc.integer({ min: 1, max: 0o7777 }),
      uid: fc.nat(100_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 6 }), fc.integer({ min: 1, max: 2000 }), async (entries, chunk) => {
        expect(await readByOracle(archiveOf(entries))).toEqual(entries);
        const read = readAll(await writtenByOracle(entries), chunk);
        expect(read.map(({ header: { name, mode, uid }, body }) => ({ name, body, mode, uid }))).toEqual(entries);
      }),
      { numRuns: 40 },
    );
  });

  it('reads GNU long names and links, base-256 sizes and old v7 headers', () => {
    const long = (flag: string, text: string) =>
      patched(archiveOf([{ name: '././@LongLink', body: `${text}\0` }]), 156, flag).subarray(0, -1024);
    const gnu = Buffer.concat([
      long('L', LONG),
      long('K', `/${LONG}`),
      archiveOf([{ name: 'x', type: 'symlink', linkName: 'y' }]),
    ]);
    expect(readAll(gnu)).toMatchObject([{ header: { name: LONG, linkName: `/${LONG}` } }]);

    const base256 = Buffer.alloc(12);
    base256[0] = 0x80;
    base256[11] = 3;
    expect(readAll(patched(archiveOf([{ name: 'x', body: 'abc' }]), 124, base256))).toMatchObject([{ body: 'abc' }]);

    const v7 = patched(archiveOf([{ name: 'old/' }]), 156, Buffer.alloc(200));
    expect(readAll(v7)).toMatchObject([{ header: { type: 'directory', name: 'old/' } }]);
  });

  it('knows a sparse member, and its real size', () => {
    const record =
      '22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n29 GNU.sparse.name=real-name\n31 GNU.sparse.realsize=1048576\n';
    const lengths = record
      .trimEnd()
      .split('\n')
      .map((it) => it.length + 1);
    expect(lengths).toEqual([22, 22, 29, 31]);
    const pax = patched(archiveOf([{ name: 'pax', body: record }]), 156, 'x').subarray(0, -1024);
    const archive = Buffer.concat([pax, archiveOf([{ name: 'GNUSparseFile.0/x', body: 'map' }])]);
    expect(readAll(archive)).toMatchObject([
      { header: { name: 'real-name', sparse: true, sizeBytes: 1_048_576, bodyBytes: 3 } },
    ]);
  });

  it.each([
    ['a wrong checksum', (a: Buffer) => Buffer.concat([Buffer.from('X'), a.subarray(1)])],
    ['no archive at all', () => Buffer.alloc(1024, 'text')],
    ['a body that is cut off', (a: Buffer) => a.subarray(0, 600)],
    ['a header that is cut off', (a: Buffer) => a.subarray(0, 100)],
    ['a size beyond all bounds', (a: Buffer) => patched(a, 124, '777777777777')],
    ['a negative size', (a: Buffer) => patched(a, 124, Buffer.alloc(12, 0xff))],
    ['a size that is no number', (a: Buffer) => patched(a, 124, 'seven\0\0\0\0\0\0\0')],
    ['an endless extended header', (a: Buffer) => patched(patched(a, 156, 'x'), 124, '00077777777\0')],
    ['a damaged pax record', () => patched(archiveOf([{ name: 'p', body: '99 path=x\n' }]), 156, 'x')],
    [
      'an extended header without a member',
      () => patched(archiveOf([{ name: 'p', body: '10 path=x\n' }]), 156, 'x').subarray(0, 1024),
    ],
    ['a lone zero block', (a: Buffer) => Buffer.concat([Buffer.alloc(512), a])],
  ])('refuses %s', (_, damage) => {
    const archive = archiveOf([{ name: 'a', body: 'body' }]);
    const error = (() => {
      try {
        readAll(damage(archive));
        return null;
      } catch (fault) {
        return fault;
      }
    })();
    expect(error).toBeInstanceOf(TickproofError);
    expect(error).toMatchObject({ code: 'archive-corrupt' });
  });

  it('ends in members or an archive-corrupt on any bytes', () => {
    const archive = archiveOf([
      { name: 'a', body: 'body' },
      { name: LONG, body: 'b' },
    ]);
    const flips = fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(flips, fc.nat(archive.length), (changes, end) => {
        const copy = Buffer.from(archive.subarray(0, end));
        for (const [at, byte] of changes) if (at < end) copy[at] = byte;
        try {
          readAll(copy, 100);
        } catch (error) {
          expect(error).toMatchObject({ code: 'archive-corrupt' });
        }
      }),
    );
  });

  it('takes an archive without closing blocks, as engines do', () => {
    expect(readAll(archiveOf([{ name: 'a', body: 'b' }]).subarray(0, 1024))).toHaveLength(1);
    expect(readAll(Buffer.alloc(0))).toEqual([]);
  });
});

it('writes fillers without holding them', () => {
  const reader = new TarReader();
  let bytes = 0;
  for (const chunk of writeTar([{ name: 'filler', body: { zeros: 300_000_000 } }])) {
    for (const part of reader.read(chunk)) if (part.kind === 'body') bytes += part.bytes.length;
  }
  reader.end();
  expect(bytes).toBe(300_000_000);
});

it('lists members by seeking over their bodies', async () => {
  const archive = archiveOf([
    { name: 'big', body: { zeros: 3_000_000 } },
    { name: LONG, body: 'x' },
    { name: 'last', body: 'y'.repeat(70_000) },
  ]);
  let read = 0;
  const members = await indexTar(async function* (start, end) {
    read += end - start;
    yield archive.subarray(start, end);
  }, archive.length);
  expect(members.map(({ header }) => header.name)).toEqual(['big', LONG, 'last']);
  expect(archive.toString('latin1', members[1]?.offset, (members[1]?.offset ?? 0) + 1)).toBe('x');
  expect(read).toBeLessThan(250_000);
  await expect(
    indexTar(async function* (start, end) {
      yield archive.subarray(start, end);
    }, 200_000),
  ).rejects.toMatchObject({ code: 'archive-corrupt' });
});

async function readByOracle(archive: Buffer) {
  const members: { name: string; body: string; mode: number | undefined; uid: number | undefined }[] = [];
  const stream = extract();
  stream.end(archive);
  for await (const entry of stream) {
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    const { name, mode, uid } = entry.header;
    members.push({ name, body: Buffer.concat(parts).toString(), mode, uid });
  }
  return members;
}

async function writtenByOracle(
  entries: readonly { name: string; body: string; mode: number; uid: number }[],
): Promise<Buffer> {
  const stream = pack();
  for (const { body, ...header } of entries) stream.entry(header, body);
  stream.finalize();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
