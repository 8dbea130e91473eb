import { expect, it } from 'vitest';
import { logLines } from './container-words.ts';
import { demux, type Frame, jsonLines } from './demux.ts';

function frame(stream: 1 | 2, text: string): Buffer {
  const bytes = Buffer.from(text);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

it.each([1, 3, 8, 9, 1000])('takes frames apart that come in pieces of %d bytes', async (size) => {
  const bytes = Buffer.concat([frame(1, 'one'), frame(2, ''), frame(2, 'two is longer'), frame(1, 'é')]);
  const frames = await all(demux(inPieces(bytes, size)));
  expect(frames.map(({ stream, bytes: body }) => `${stream}:${Buffer.from(body).toString()}`)).toEqual([
    'stdout:one',
    'stderr:',
    'stderr:two is longer',
    'stdout:é',
  ]);
});

it('leaves out a frame that is cut off', async () => {
  expect(await all(demux(inPieces(frame(1, 'whole').subarray(0, 10), 4)))).toEqual([]);
});

it('reads values one a line, the last without a line end', async () => {
  expect(await all(jsonLines(inPieces(Buffer.from('{"a":"é"}\n\n{"a":2}'), 5)))).toEqual([{ a: 'é' }, { a: 2 }]);
});

it('joins a long line from its frames, and puts the streams in the order of time', async () => {
  const at = (second: number) => `2026-01-01T00:00:0${second}.000000000Z`;
  const frames: readonly Frame[] = [
    { stream: 'stdout', bytes: Buffer.from(`${at(3)} late\n`) },
    { stream: 'stderr', bytes: Buffer.from(`${at(1)} a long `) },
    { stream: 'stdout', bytes: Buffer.from(`${at(4)} `) },
    { stream: 'stderr', bytes: Buffer.from(`${at(2)} line\n`) },
  ];
  const lines = await logLines(
    (async function* () {
      yield* frames;
    })(),
  );
  expect(lines).toEqual([
    { stream: 'stderr', at: at(1), text: 'a long line' },
    { stream: 'stdout', at: at(3), text: 'late' },
    { stream: 'stdout', at: at(4), text: '' },
  ]);
});
