import { describe, expect, it } from 'vitest';
import type { Files, Subject } from '../domain/index.ts';
import { memoryFiles } from '../../test/kit/index.ts';
import { certifiedRecord as certified } from '../../test/golden/record.ts';
import { brokenLine } from '../record/index.ts';
import { lastOfAny, lastRecord, lastRecordIfAny, recordFolder, saveRecord } from './records.ts';

const FOLDER = '/app/.tickproof';

/** Files that are kept in a map; `written` names them in order. */
function kept(texts: Readonly<Record<string, string>> = {}) {
  const at = new Map(Object.entries(texts));
  const written: string[] = [];
  const write = (path: string, text: string) => {
    written.push(path);
    at.set(path, text);
  };
  const files: Files = {
    ...memoryFiles('/', {}),
    readText: (path) => at.get(path) ?? null,
    writeAtomic: (path, bytes) => write(path, String(bytes)),
    append: (path, line) => {
      const before = at.get(path) ?? '';
      write(path, before + (typeof line === 'string' ? line : line(before)));
    },
  };
  return { files, written, textOf: (path: string) => at.get(path) ?? '' };
}

it('keeps the record of a folder in it, and of each image under a name of its own', () => {
  const { files } = kept();
  const image = (reference: string): Subject => ({ kind: 'engine-image', reference });
  expect(recordFolder({ kind: 'folder', path: '/app' }, files, '/work')).toBe('/app/.tickproof');
  expect(recordFolder(image('a'), files, '/work')).toMatch(/^\/work\/\.tickproof\/image-[\da-f]{12}$/);
  expect(recordFolder(image('a'), files, '/work')).not.toBe(recordFolder(image('b'), files, '/work'));
});

it.each([
  ['x.tar', './x.tar'],
  ['x.tar', '/work/x.tar'],
  ['x.tar', 'more/../x.tar'],
  ['../x.tar', '/x.tar'],
])('keeps one record of an archive, whether it is written %s or %s', (path, other) => {
  const { files } = kept();
  const at = (written: string) => recordFolder({ kind: 'docker-archive', path: written }, files, '/work');
  expect(at(path)).toBe(at(other));
});

describe('a record that is kept', () => {
  it('is read back as it was', () => {
    const { files } = kept();
    saveRecord(FOLDER, certified, files);
    expect(lastRecord(FOLDER, files)).toEqual(certified);
  });

  it('is in its place before the log says so, and the log is a chain', () => {
    const { files, written, textOf } = kept();
    saveRecord(FOLDER, certified, files);
    saveRecord(FOLDER, { ...certified, run: { ...certified.run, id: 'another1' } }, files);
    expect(written.slice(0, 2)).toEqual([`${FOLDER}/record.json`, `${FOLDER}/log.jsonl`]);
    const lines = textOf(`${FOLDER}/log.jsonl`).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(brokenLine(lines)).toBeNull();
  });

  it('stands beside the whole when it is about a selection', () => {
    const { files, written } = kept();
    const leftOut = [{ id: 'image/user', required: true }];
    const selection = { ...certified, run: { ...certified.run, leftOut } };
    saveRecord(FOLDER, selection, files);
    expect(written).toEqual([`${FOLDER}/record-selection.json`, `${FOLDER}/log.jsonl`]);
    expect(lastRecord(FOLDER, files)).toBeNull();
    expect(lastOfAny(FOLDER, files)).toEqual(selection);
    saveRecord(FOLDER, certified, files);
    expect(lastOfAny(FOLDER, files)).toEqual(certified);
  });
});

describe('a record that cannot be read', () => {
  it('is none where there is no file', () => {
    expect(lastRecord(FOLDER, kept().files)).toBeNull();
  });

  it.each([
    ['no JSON', '{'],
    ['another schema', JSON.stringify({ ...certified, schema: 2 })],
    ['a tick without a verdict', JSON.stringify({ ...certified, ticks: [{}] })],
  ])('is refused by the name of its file: %s', (_, text) => {
    const { files } = kept({ [`${FOLDER}/record.json`]: text });
    expect(() => lastRecord(FOLDER, files)).toThrow(
      expect.objectContaining({ code: 'record-invalid', message: expect.stringContaining(`${FOLDER}/record.json`) }),
    );
  });

  it('is as good as none for a run, which is told so', () => {
    const told: string[] = [];
    const { files } = kept({ [`${FOLDER}/record.json`]: '{' });
    expect(lastRecordIfAny(FOLDER, files, (message) => told.push(message))).toBeNull();
    expect(told).toEqual([expect.stringContaining('is not JSON')]);
  });
});
