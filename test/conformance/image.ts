import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ImageFacts } from '../../src/domain/index.ts';
import { hostFiles } from '../../src/engines/files.ts';
import { sha256 } from '../../src/formats/index.ts';
import { compressionOf, decompressed, resolveImage } from '../../src/formats/oci/index.ts';
import { passingMembers } from '../../src/formats/tar/index.ts';
import { imageFactsOf, imageFromExample, readArchivedImage } from '../../src/sensors/image/index.ts';
import { type Case, differs, type Outcome } from './vectors.ts';

type Judge = (vector: Case, dir: string) => Promise<string | null>;

const files = hostFiles(() => {
  throw new Error('no vector needs a temporary folder');
});

const JUDGES: Readonly<Record<string, Judge>> = {
  'image.identity': async ({ input, expect }, dir) => {
    const { identity, sizes, layers } = await factsOf(
      join(dir, input.archive),
      await firstTag(join(dir, input.archive)),
    );
    const ours = {
      configDigest: identity.imageId,
      diffIds: identity.diffIds,
      dockerSizeOverlay2: sizes.engineBytes,
      dockerLayerSizes: layers.map(({ sizeBytes }) => sizeBytes),
    };
    return differs(pick(ours, Object.keys(expect)), expect);
  },
  'layers.merge': async ({ input, expect }, dir) => {
    const { files, waste, sizes } = await factsOf(join(dir, input.archive));
    const ours = {
      mergedPaths: Object.fromEntries(files.map(mergedPath)),
      contentBytesAllLayers: sizes.filesBytes + waste.shadowedBytes,
      visibleBytes: sizes.filesBytes,
      shadowedBytes: waste.shadowedBytes,
      duplicateVisibleBytes: waste.duplicateBytes,
    };
    const theirs = Object.fromEntries(
      Object.entries<Case>(expect.mergedPaths).map(([path, it]) => [path, pick(it, FIELDS)]),
    );
    return differs(ours, { ...pick(expect, Object.keys(ours)), mergedPaths: theirs });
  },
  'dive.analysis': async ({ input, expect }, dir) => {
    if (expect.error) {
      const opened = await factsOf(join(dir, input.archive)).catch(() => null);
      return opened ? 'opened it' : null;
    }
    const { waste } = await factsOf(join(dir, input.archive));
    const { efficiency, userSizeBytes, wastedBytes, wastedUserShare } = waste.dive;
    const ours = { efficiency, userSizeBytes, wastedBytes, wastedUserPercent: spelt(wastedUserShare) };
    return differs(ours, pick(expect, Object.keys(ours)));
  },
  'archive.open': async ({ input, expect }, dir) => {
    const failed = await factsOf(join(dir, input.archive), input.tag ?? null).then(
      () => false,
      (error: { code?: string }) => error.code !== undefined || Promise.reject(error),
    );
    return failed === expect.error ? null : `${failed ? 'refused' : 'opened'} it`;
  },
  'layers.absent': async ({ input, expect }, dir) => {
    const { files } = await factsOf(join(dir, input.archive));
    const found = files.find(({ path }) => basename(path) === expect.noBasename);
    return found ? `${found.path} is there` : null;
  },
  'layers.hiddenBy': async ({ input, expect }) => {
    const hidden = [...input.hidden].map((path: string) => ({ path, type: 'whiteout' as const }));
    const { files } = imageFromExample({ layers: [[{ path: input.path, type: 'file', text: 'x' }], hidden] });
    const isHidden = !files.some(({ path }) => path === `/${input.path}`);
    return isHidden === expect.hidden ? null : `hidden: ${isHidden}`;
  },
  'layers.compression': async ({ input, expect }, dir) => {
    const blob = readFileSync(join(dir, input.layer));
    const parts: Uint8Array[] = [];
    for await (const part of (await decompressed(once(blob))).bytes) parts.push(part);
    return differs(
      { compression: compressionOf(blob), digest: sha256(blob), diffId: sha256(Buffer.concat(parts)) },
      expect,
    );
  },
  'layout.read': async ({ input, expect }, dir) => {
    const layout = join(dir, input.layout);
    const index = readFileSync(join(layout, 'index.json'));
    if (sha256(index) !== expect.indexDigest) return 'another index digest';
    if (expect.blobs === 0 || expect.manifests.length !== 1) return null;
    const documents = {
      read: async (path: string) => (existsSync(join(layout, path)) ? readFileSync(join(layout, path)) : null),
    };
    const declared = await resolveImage(documents);
    return differs([declared.manifestDigest], expect.manifests);
  },
};

/** Compares every vector of the `image` folder whose kind is about archives, layers and waste; a miss says what came instead. */
export async function run(dir: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const folder of readdirSync(dir)) {
    const file = join(dir, folder, 'expected.json');
    if (!existsSync(file)) continue;
    const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };
    const ours = cases.filter(({ kind }) => kind in JUDGES);
    if (ours.length === 0) continue;
    const misses: string[] = [];
    for (const vector of ours) {
      const difference = await JUDGES[vector.kind]?.(vector, join(dir, folder)).catch((error: unknown) =>
        String(error),
      );
      if (difference) misses.push(`${vector.id}: ${difference}`);
    }
    outcomes.push({ file: `${folder}/expected.json`, total: ours.length, passed: ours.length - misses.length, misses });
  }
  return outcomes;
}

async function factsOf(path: string, tag: string | null = null): Promise<ImageFacts> {
  const ports = { files, signal: new AbortController().signal, cache: { read: () => undefined, write: () => {} } };
  return imageFactsOf(await readArchivedImage(path, tag, ports));
}

const FIELDS = ['layer', 'mode', 'type', 'size', 'sha256', 'target'];

function mergedPath(file: ImageFacts['files'][number]): readonly [string, object] {
  const types = { file: 'f', directory: 'd', symlink: 'l', device: 'c', fifo: 'p', socket: 's' };
  const { path, layer, mode, type, sizeBytes: size, sha256, linkTarget: target } = file;
  const isFile = type === 'file';
  const ours = {
    layer,
    mode: `0${mode.toString(8).padStart(3, '0')}`,
    type: types[type],
    ...(isFile ? { sha256, size } : {}),
    target,
  };
  return [path, pick(ours, FIELDS)];
}

/** The tag of the first image, for archives of several. */
async function firstTag(path: string): Promise<string | null> {
  for await (const { header, body } of passingMembers((await decompressed(files.stream(path))).bytes)) {
    if (header.name !== 'manifest.json') continue;
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(Buffer.from(part));
    return JSON.parse(Buffer.concat(parts).toString())?.[0]?.RepoTags?.[0] ?? null;
  }
  return null;
}

function spelt(value: number): number | string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? value : '+Inf';
}

function pick(values: Case, names: readonly string[]): Case {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
