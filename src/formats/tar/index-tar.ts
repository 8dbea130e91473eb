import { corruptArchive, type TarHeader } from './header.ts';
import { type TarPart, TarReader } from './reader.ts';

/** Reads bytes of a file that can be sought: from `start` up to `end`, fewer at its end. */
export type ReadRange = (start: number, end: number) => AsyncIterable<Uint8Array>;

export interface TarMember {
  readonly header: TarHeader;
  /** Where its body stands in the archive. */
  readonly offset: number;
}

const WINDOW = 1 << 16;

/** Lists the members of an archive without reading their bodies: one small read per member that is larger than a window. */
export async function indexTar(readRange: ReadRange, archiveBytes: number): Promise<readonly TarMember[]> {
  const archive = new TarReader();
  const members: TarMember[] = [];
  const note = (part: TarPart | null) => {
    if (part?.kind === 'member') members.push({ header: part.header, offset: part.offset });
  };
  for (let at = 0; at < archiveBytes && !archive.ended; ) {
    for await (const chunk of readRange(at, Math.min(at + WINDOW, archiveBytes))) {
      for (const part of archive.read(chunk)) note(part);
      at += chunk.length;
    }
    for (const left of [archive.bodyLeft, archive.paddingLeft]) {
      if (left === 0 || at >= archiveBytes) continue;
      if (at + left > archiveBytes)
        throw corruptArchive(`The archive ends before its member ${members.at(-1)?.header.name ?? ''}`);
      at += left;
      note(archive.skip(left));
    }
  }
  archive.end();
  return members;
}
