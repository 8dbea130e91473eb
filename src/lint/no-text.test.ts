import { createHash } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noTextFinding, noTextOf } from './no-text.ts';

const read = (bytes: Uint8Array | readonly number[]): string => Buffer.from(bytes).toString('utf8');
const withoutNul = (bytes: Uint8Array) => bytes.filter((byte) => byte !== 0);
/** Bytes as of a compressed file: the same ones each time. */
const noise = (length: number) =>
  Buffer.concat(
    Array.from({ length: Math.ceil(length / 32) }, (_, it) => createHash('sha256').update(`${it}`).digest()),
  ).subarray(0, length);
const DOCKERFILE = 'FROM debian:bookworm-slim\nRUN true\nUSER 10001\n';
const COLOURS = `FROM a\n# é\xe9è\n${'RUN echo "\u001b[1mgrün äöü\u001b[0m"\n'.repeat(50)}`;
const littleEndian = (text: string) => Buffer.from(text, 'utf16le');
const bigEndian = (text: string) => littleEndian(text).swap16();

it.each<[string, Uint8Array | readonly number[]]>([
  ['a program', [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x3e, 0, 1, 0, 0, 0]],
  ['a picture', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1]],
  ['what gzip made of a Dockerfile', gzipSync(DOCKERFILE.repeat(20))],
  ['what gzip made of noise', gzipSync(deflateRawSync(DOCKERFILE.split('').toReversed().join('')))],
  ['an archive of texts', Buffer.concat([Buffer.alloc(512, 'Dockerfile\0\0\0\0'), Buffer.from(DOCKERFILE)])],
  ['a file of zeros', Buffer.alloc(4096)],
  ['what deflate made, without a NUL', withoutNul(deflateRawSync(noise(600)))],
  ['a few dozen bytes of noise, without a NUL', withoutNul(noise(100))],
])('knows %s for no text', (_, bytes) => {
  expect(noTextOf(read(bytes))).toBe('bytes');
});

it.each([
  ['with a mark, the low byte first', Buffer.concat([Buffer.from([0xff, 0xfe]), littleEndian(DOCKERFILE)])],
  ['with a mark, the high byte first', Buffer.concat([Buffer.from([0xfe, 0xff]), bigEndian(DOCKERFILE)])],
  ['without a mark, the low byte first', littleEndian(DOCKERFILE)],
  ['without a mark, the high byte first', bigEndian(DOCKERFILE)],
])('knows a text in UTF-16 %s', (_, bytes) => {
  expect(noTextOf(read(bytes))).toBe('utf-16');
});

it.each([
  ['nothing', ''],
  ['one NUL at the start', `\0${DOCKERFILE}`],
  ['one NUL in a short line', 'FROM a\0\n'],
  ['a NUL in every hundred characters', `FROM a\n${`RUN ${'x'.repeat(100)}\0\n`.repeat(50)}`],
  ['colours of a terminal', `FROM a\n${'RUN echo "\u001b[1mbold\u001b[0m"\n'.repeat(50)}`],
  ['a comment in Latin-1', read([...Buffer.from('# caf'), 0xe9, ...Buffer.from(` \0\n${DOCKERFILE}`)])],
  ['a comment in another alphabet', read([...Array<number>(300).fill(0xc4), ...Buffer.from(`\0\n${DOCKERFILE}`)])],
  ['Latin-1 throughout, with colours of a terminal', read(Buffer.from(COLOURS, 'latin1'))],
  ['Shift-JIS', read([...Buffer.from('# '), 0x83, 0x65, 0x83, 0x58, 0x83, 0x67, ...Buffer.from(`\n${DOCKERFILE}`)])],
  ['bells and titles of a terminal in UTF-8', `FROM a\n${'RUN printf "\u001b]0;é\u0007\b\b"\n'.repeat(50)}`],
  ['two stray controls beside two letters in Latin-1', read(Buffer.from('FROM a\n# \x01\x02 \xe9\xe8\n', 'latin1'))],
  ['UTF-8 with its mark', `\ufeff${DOCKERFILE}`],
])('takes %s for text', (_, text) => {
  expect(noTextOf(text)).toBeNull();
});

it('takes every text in UTF-8 without a NUL for one, and every text with one NUL', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 }).map((it) => it.replaceAll(/[\0\ufffd]/g, ''));
  fc.assert(
    fc.property(text, (it) => {
      expect(noTextOf(it)).toBeNull();
    }),
  );
  const written = fc.string({ unit: 'grapheme-ascii', maxLength: 300 });
  fc.assert(
    fc.property(written, written, (left, right) => {
      expect(noTextOf(`${left}\0${right}`)).toBeNull();
    }),
  );
});

it('says once what it is and what to do, under the name that hadolint has for what cannot be read', () => {
  const target = { path: 'web/Dockerfile', file: '/w/web/Dockerfile', kind: 'dockerfile', context: null } as const;
  expect(noTextFinding(target, 'bytes', '')).toMatchObject({
    id: 'lint/text',
    aliases: ['DL1000'],
    severity: 'error',
    at: { file: 'web/Dockerfile', startLine: 1, endLine: 1 },
    fix: null,
  });
  expect(noTextFinding(target, 'utf-16', '')).toMatchObject({
    message: expect.stringMatching(/UTF-16.*BuildKit/) as unknown,
    remedy: expect.stringContaining('iconv') as unknown,
  });
  expect(noTextFinding({ ...target, kind: 'compose' }, 'utf-16', '')).toMatchObject({
    aliases: [],
    message: 'this text is in UTF-16, and only UTF-8 is read here',
  });
});
