import type { TarHeader } from './header.ts';
import { type TarPart, TarReader } from './reader.ts';

/** A member as it goes by. Its body can be read until the next member is asked for; what is left of it is passed over. */
export interface PassingMember {
  readonly header: TarHeader;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Walks an archive that cannot be sought, such as an engine's answer: each body is a stream of its own. */
export async function* passingMembers(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<PassingMember, void, undefined> {
  const parts = partsOf(source);
  try {
    let part = await parts.next();
    const body = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
      for (; !part.done && part.value.kind === 'body'; part = await parts.next()) yield part.value.bytes;
    };
    while (!part.done) {
      if (part.value.kind !== 'member') throw new Error('a body without its member');
      const { header } = part.value;
      part = await parts.next();
      yield { header, body: body() };
      while (!part.done && part.value.kind === 'body') part = await parts.next();
    }
  } finally {
    await parts.return();
  }
}

async function* partsOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarPart, void, undefined> {
  const archive = new TarReader();
  for await (const chunk of source) yield* archive.read(chunk);
  archive.end();
}
