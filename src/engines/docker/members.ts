import { TarReader, type TarHeader } from '../../formats/tar/index.ts';

/** Bodies of an archive's members up to a size; larger ones are passed over. Memory holds one body at a time. */
export async function* smallMembers(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Uint8Array> {
  for await (const { header, bytes } of members(source, maxBytes)) if (header.type === 'file') yield bytes;
}

export interface Member {
  readonly header: TarHeader;
  readonly bytes: Uint8Array;
}

/** Members with their bodies, those above `maxBytes` left out. Ends early when the caller does. */
export async function* members(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Member> {
  const archive = new TarReader();
  let current: { readonly header: TarHeader; readonly body: Buffer; filled: number } | null = null;
  for await (const chunk of source) {
    for (const part of archive.read(chunk)) {
      if (part.kind === 'member') {
        const { header } = part;
        const kept = header.bodyBytes <= maxBytes;
        if (kept && header.bodyBytes === 0) yield { header, bytes: new Uint8Array() };
        current = kept && header.bodyBytes > 0 ? { header, body: Buffer.alloc(header.bodyBytes), filled: 0 } : null;
      } else if (current) {
        current.body.set(part.bytes, current.filled);
        current.filled += part.bytes.length;
        if (current.filled === current.body.length) yield { header: current.header, bytes: current.body };
      }
    }
  }
}
