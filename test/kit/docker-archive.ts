import { createHash } from 'node:crypto';
import { type TarEntry, writeTar } from '../../src/formats/tar/index.ts';

/** An image as `docker save` writes it, of layers that are made here. */
export function dockerArchive(layers: readonly (readonly TarEntry[])[], config: object = {}): Buffer {
  const tars = layers.map((entries) => Buffer.concat([...writeTar(entries)]));
  const sums = tars.map((tar) => createHash('sha256').update(tar).digest('hex'));
  const document = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: sums.map((sum) => `sha256:${sum}`) },
    history: layers.map((_, index) => ({ created_by: `COPY layer-${index} /` })),
  });
  const name = `${createHash('sha256').update(document).digest('hex')}.json`;
  const manifest = [{ Config: name, RepoTags: ['made/here:1'], Layers: sums.map((sum) => `${sum}/layer.tar`) }];
  return Buffer.concat([
    ...writeTar([
      ...tars.map((body, index): TarEntry => ({ name: `${sums[index]}/layer.tar`, body })),
      { name, body: document },
      { name: 'manifest.json', body: JSON.stringify(manifest) },
    ]),
  ]);
}
