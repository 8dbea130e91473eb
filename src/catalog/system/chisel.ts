import { Decompress } from 'fzstd';
import type { Found, OwnedFile, Reader } from '../types.ts';

const MOST_BYTES = 1 << 27;
const STEP = 4096;

/** Chiselled Ubuntu has slices of packages and no dpkg database; its manifest says what each slice brought. */
export const chiselManifest: Reader = {
  cataloguer: 'chisel',
  says: 'installed',
  names: ['manifest.wall'],
  where: (path) => /(?:^|\/)var\/lib\/chisel\/manifest\.wall$/.test(path),
  read: ({ path, bytes }) => {
    try {
      return { cataloguer: 'chisel', path, packages: packagesOf(inflated(bytes).toString()) };
    } catch {
      return {
        cataloguer: 'chisel',
        path,
        packages: [],
        fault: 'its compressed data is damaged or unreasonably large',
      };
    }
  },
};

/** In small steps, as a small frame can become a very large one. */
function inflated(bytes: Buffer): Buffer {
  const made: Uint8Array[] = [];
  let size = 0;
  const inflater = new Decompress((chunk) => {
    size += chunk.length;
    if (size > MOST_BYTES) throw new RangeError('too large');
    made.push(chunk);
  });
  for (let at = 0; at < bytes.length; at += STEP)
    inflater.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
  return Buffer.concat(made);
}

function packagesOf(text: string): Found[] {
  const entries = text
    .split('\n')
    .map(entryOf)
    .filter((entry) => entry !== null);
  const files = new Map<string, OwnedFile[]>();
  for (const entry of entries) {
    if (entry['kind'] !== 'path' || typeof entry['path'] !== 'string') continue;
    const slices = Array.isArray(entry['slices']) ? entry['slices'] : [];
    for (const owner of new Set(slices.map((slice) => String(slice).split('_', 1)[0] ?? '')))
      append(files, owner, fileOf(entry, entry['path']));
  }
  return entries.flatMap(({ kind, name, version, arch, sha256 }): Found[] => {
    if (kind !== 'package' || typeof name !== 'string' || typeof version !== 'string' || name === '') return [];
    return [
      {
        type: 'deb',
        name,
        version,
        ...(typeof arch === 'string' && { architecture: arch }),
        ...(typeof sha256 === 'string' && { integrity: `sha256:${sha256}` }),
        owns: files.get(name) ?? [],
      },
    ];
  });
}

/** `final_sha256` is there where a script changed the file after it was unpacked. */
function fileOf(entry: Readonly<Record<string, unknown>>, path: string): OwnedFile {
  const digest = entry['final_sha256'] ?? entry['sha256'];
  return path.endsWith('/')
    ? { path: path.slice(0, -1) || '/', isFolder: true }
    : {
        path,
        ...(typeof digest === 'string' && { digest: `sha256:${digest}` }),
        ...(typeof entry['size'] === 'number' && { sizeBytes: entry['size'] }),
      };
}

function entryOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null; // fields are looked at one by one
  } catch {
    return null;
  }
}

function append(files: Map<string, OwnedFile[]>, owner: string, file: OwnedFile): void {
  const its = files.get(owner);
  if (its) its.push(file);
  else files.set(owner, [file]);
}
