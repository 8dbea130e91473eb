import { expect, test } from 'vitest';
import type { Files } from '../../domain/index.ts';
import { memoryFiles } from '../../../test/kit/index.ts';
import { zipOf } from '../../../test/kit/zip.ts';
import { IndexBuilder } from './builder.ts';
import { openBytes } from './index-reader.ts';
import { zipMembers } from './zip.ts';
import { readOsv } from './osv.ts';

const affected = (name: string, more: object) => ({ package: { ecosystem: 'npm', name }, ...more });
const record = (more: object) => ({ id: 'GHSA-1', modified: '2026-11-01T00:00:00Z', ...more });
const entriesOf = (value: object) => {
  const read = readOsv(value);
  return read.kind === 'advisory' ? read.entries : [];
};

test('names that a record repeats for each of its packages fill so much memory and no more', () => {
  const aliases = Array.from({ length: 1_000 }, (_, index) => `CVE-2026-${index}${'x'.repeat(1_000)}`);
  const packages = Array.from({ length: 1_000 }, (_, index) => affected(`p${index}`, { versions: ['1.0.0'] }));
  const builder = new IndexBuilder();
  builder.source('given');
  builder.add('a.json', JSON.stringify(record({ aliases, affected: packages })));
  let bytes = 0;
  for (const chunk of builder.write({ key: '', built: '' }, () => ({ fetched: null, sha256: null })))
    bytes += chunk.length;
  expect(bytes).toBeLessThan(70_000_000);
});

test('very many events and versions are read in time that grows with their number', () => {
  const events = Array.from({ length: 4_000 }, (_, index) =>
    index % 2 === 0 ? { introduced: `${index}.0.0` } : { fixed: `${index}.0.1` },
  );
  const ranges = Array.from({ length: 10 }, () => ({ type: 'SEMVER', events }));
  const versions = Array.from({ length: 10_000 }, (_, index) => `0.${index}.0`);
  const [entry] = entriesOf(record({ affected: [affected('left', { ranges, versions })] }));
  expect(entry?.entry.versions).toHaveLength(10_000);
  // five ranges as they are written; of the others every version is affected
  expect(entry?.entry.ranges.flatMap((it) => it.events)).toHaveLength(20_005);
});

test('a bound that is too long to be a version bounds nothing', () => {
  const long = `1.0.0-${'a.'.repeat(1_000)}`;
  const events = [{ introduced: long }, { fixed: long }, { last_affected: long }];
  const ranges = [{ type: 'SEMVER', events }];
  const [entry] = entriesOf(record({ affected: [affected('left', { ranges, versions: [long, '1.0.0'] })] }));
  expect(entry?.entry.ranges).toEqual([{ type: 'SEMVER', events: [{ introduced: '0' }] }]);
  expect(entry?.entry.versions).toEqual([]);
});

test('a zip of many files that are nothing but blanks is refused before any is unpacked', async () => {
  const zip = zipOf(Array.from({ length: 12 }, (_, index) => [`${index}.json`, '{}'] as const));
  for (let at = zip.indexOf('PK\u0001\u0002'); at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 4))
    zip.writeUInt32LE(30_000_000, at + 24);
  const files: Files = {
    ...memoryFiles('/', {}),
    stat: () => ({ type: 'file', sizeBytes: zip.length, mode: 0, modifiedMs: 0 }),
    async *stream(_path, { start, end } = { start: 0, end: zip.length }) {
      yield zip.subarray(start, end);
    },
  };
  await expect(zipMembers(files, '/all.zip', () => true).next()).rejects.toThrow('unpacks to more than');
});

test.each(['null', '5', '{"schema":1,"sources":[],"sections":5}', '{"schema":1,"sources":[],"sections":[null]}'])(
  'an index whose header is %s is built again',
  async (text) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    const bytes = Buffer.concat([Buffer.from('TPADVIS\n'), length, Buffer.from(text)]);
    await expect(openBytes(bytes)).rejects.toThrow('no index');
  },
);
