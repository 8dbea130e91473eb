const HEADER_MAGIC = 0x506d7052; // RpmP
const SLOT_MAGIC = 0x746f6c53; // Slot
const BLOB_MAGIC = 0x53626c42; // BlbS
const SLOT_BYTES = 16;
const BLOCK_BYTES = 16;
const PAGE_BYTES = 4096;
/** The file's own header takes the room of two slots. */
const FIRST_SLOT = 32;

export function isNdb(bytes: Buffer): boolean {
  return bytes.length >= FIRST_SLOT && bytes.readUInt32LE(0) === HEADER_MAGIC;
}

/** Blobs of SUSE's own database: pages of slots, each naming the block where a package's header lies. */
export function* ndbBlobs(bytes: Buffer): Generator<Buffer> {
  const end = Math.min(bytes.readUInt32LE(12) * PAGE_BYTES, bytes.length);
  const seen = new Set<number>();
  for (let at = FIRST_SLOT; at + SLOT_BYTES <= end; at += SLOT_BYTES) {
    const index = bytes.readUInt32LE(at + 4);
    const blob = bytes.readUInt32LE(at + 8) * BLOCK_BYTES;
    if (bytes.readUInt32LE(at) !== SLOT_MAGIC || index === 0 || seen.has(blob)) continue;
    seen.add(blob);
    if (blob + SLOT_BYTES > bytes.length || bytes.readUInt32LE(blob) !== BLOB_MAGIC) continue;
    if (bytes.readUInt32LE(blob + 4) !== index) continue;
    const start = blob + SLOT_BYTES;
    yield bytes.subarray(start, start + bytes.readUInt32LE(blob + 12));
  }
}
