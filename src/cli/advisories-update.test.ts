import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../test/kit/index.ts';
import { zipOf } from '../../test/kit/zip.ts';
import { type Files, TickproofError } from '../domain/index.ts';
import type { Web } from '../engines/index.ts';
import { updateAdvisories } from './advisories-update.ts';

const NOW = Date.parse('2026-03-10T00:00:00Z');

/** Files that are kept in a map. */
function mapFiles(): { readonly files: Files; readonly kept: Map<string, Buffer> } {
  const kept = new Map<string, Buffer>();
  const files: Files = {
    ...memoryFiles('/', {}),
    stat: (path) =>
      kept.has(path) ? { type: 'file', sizeBytes: kept.get(path)?.length ?? 0, mode: 0o644, modifiedMs: 0 } : null,
    list: () => [],
    readText: (path) => kept.get(path)?.toString('utf8') ?? null,
    writeAtomic: (path, bytes) => void kept.set(path, Buffer.from(bytes)),
    async writeStream(path, chunks) {
      const parts: Uint8Array[] = [];
      for await (const chunk of chunks) parts.push(chunk);
      kept.set(path, Buffer.concat(parts));
    },
    async *stream(path, range) {
      const bytes = kept.get(path) ?? Buffer.alloc(0);
      yield bytes.subarray(range?.start ?? 0, range?.end ?? bytes.length);
    },
    temporary: () => ({ path: '/tmp/x', write: () => '', copy: () => {}, [Symbol.asyncDispose]: async () => {} }),
  };
  return { files, kept };
}

const record = (modified: string) => JSON.stringify({ id: 'GHSA-1', modified, affected: [] });
const whole = zipOf([
  ['a.json', record('2026-03-01T00:00:00Z')],
  ['b.json', record('2026-03-09T00:00:00Z')],
]);

type Answers = Readonly<
  Record<string, { readonly code?: number; readonly body?: Buffer; readonly sizeBytes?: number }>
>;

async function update(answers: Answers, files: Files, ecosystems = Object.keys(answers)) {
  const asked: string[] = [];
  const web: Web = {
    async get(url) {
      asked.push(url);
      const answer = answers[decodeURIComponent(url.split('/').at(-2) ?? '')];
      if (!answer)
        throw new TickproofError('file-unreadable', `${url} cannot be fetched: ENOTFOUND`, {
          remedy: 'Look at the network.',
        });
      const body = answer.body ?? Buffer.alloc(0);
      async function* chunks() {
        yield body.subarray(0, 10);
        yield body.subarray(10);
      }
      return { code: answer.code ?? 200, sizeBytes: answer.sizeBytes ?? body.length, body: chunks() };
    },
  };
  const lines: string[] = [];
  const clock = { now: () => NOW, monotonic: () => 0, sleep: async () => {} };
  const updated = await updateAdvisories({
    ecosystems,
    source: 'https://data.example/osv/',
    folder: '/data',
    web,
    ports: { files, clock, signal: new AbortController().signal },
    onProgress: () => {},
    onDone: (line) => lines.push(line),
  });
  return { ...updated, asked, lines };
}

describe('advisories update', () => {
  it('fetches the zip of each ecosystem, and notes count, newest change, digest and day', async () => {
    const { files, kept } = mapFiles();
    const { fetched, failed, asked } = await update({ npm: { body: whole }, 'crates.io': { body: whole } }, files);
    expect(asked).toEqual(['https://data.example/osv/npm/all.zip', 'https://data.example/osv/crates.io/all.zip']);
    expect(failed).toEqual([]);
    expect(fetched[0]).toMatchObject({
      records: 2,
      newestModified: '2026-03-09T00:00:00Z',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(kept.get('/data/npm/all.zip')).toEqual(whole);
    expect(JSON.parse(kept.get('/data/tickproof-sources.json')?.toString() ?? '')).toMatchObject([
      { file: 'npm/all.zip', fetched: '2026-03-10T00:00:00.000Z' },
      { file: 'crates.io/all.zip' },
    ]);
  });

  it.each([
    ['nobody answers', undefined],
    ['there is no such ecosystem', { code: 404 }],
    ['the zip is cut off', { body: whole.subarray(0, 200) }],
    ['the zip ends early', { body: whole, sizeBytes: whole.length + 1 }],
    ['it is no zip', { body: Buffer.from('<html>sign in</html>') }],
    ['the zip holds no advisories', { body: zipOf([['README', 'x']]) }],
  ])('keeps what was there where %s, and goes on with the others', async (_, answer) => {
    const { files, kept } = mapFiles();
    kept.set('/data/npm/all.zip', Buffer.from('old'));
    const answers: Answers = { ...(answer ? { npm: answer } : {}), PyPI: { body: whole } };
    const { fetched, failed, lines } = await update(answers, files, ['npm', 'PyPI']);
    expect(failed).toMatchObject([{ ecosystem: 'npm' }]);
    expect(fetched).toMatchObject([{ ecosystem: 'PyPI' }]);
    expect(kept.get('/data/npm/all.zip')?.toString()).toBe('old');
    expect(lines[0]).toContain('→');
  });

  it.each(['../../etc', '', 'a/b', '-x'])('refuses %j as an ecosystem', async (name) => {
    await expect(update({}, mapFiles().files, [name])).rejects.toMatchObject({ code: 'usage' });
  });
});
