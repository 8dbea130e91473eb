import { createHash } from 'node:crypto';
import type { Engine } from '../../domain/index.ts';
import { writeTar } from '../../formats/tar/index.ts';
import { PROGRAMS } from '../helper/programs.ts';
import type { DockerHost } from './host.ts';

type Needed = Pick<
  Engine,
  'createNetwork' | 'removeNetwork' | 'loadImage' | 'createContainer' | 'startContainer' | 'removeContainer'
>;

/**
 * Networks whose gateway is an address of this machine from the start. Docker makes the bridge with the network, Podman with
 * the first container that runs in it: here one that only sleeps, of an image that holds nothing but our helper program.
 */
export function standingBridges(
  { info, owner }: Pick<DockerHost, 'info' | 'owner'>,
  engine: Needed,
): Partial<Pick<Engine, 'createNetwork' | 'removeNetwork'>> {
  const { architecture, local } = info;
  const program = architecture === 'amd64' || architecture === 'arm64' ? PROGRAMS[architecture] : null;
  if (!local || program === null) return {};
  const image = `${owner.name('sleeper')}:latest`;
  const sleeperIn = (network: string) => `${network}-sleeper`;
  let loaded: Promise<void> | null = null;
  const { createNetwork, removeNetwork } = engine;
  const remove = async (network: string): Promise<void> => {
    await engine.removeContainer(sleeperIn(network));
    await removeNetwork(network);
  };
  return {
    async createNetwork(name, labels) {
      const made = await createNetwork(name, labels);
      try {
        await (loaded ??= engine.loadImage(archiveOf(image, architecture, Buffer.from(program.base64, 'base64'))));
        await engine.startContainer(await engine.createContainer({ name: sleeperIn(name), image, network: name }));
        return made;
      } catch (error) {
        loaded = null;
        await remove(name).catch(() => null); // the first fault counts
        throw error;
      }
    },
    removeNetwork: remove,
  };
}

async function* archiveOf(tag: string, architecture: string, program: Uint8Array): AsyncGenerator<Uint8Array> {
  const layer = Buffer.concat([...writeTar([{ name: 'helper', body: program, mode: 0o755 }])]);
  const diffId = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
  const config = {
    architecture,
    os: 'linux',
    config: { Entrypoint: ['/helper', 'sleep'] },
    rootfs: { type: 'layers', diff_ids: [diffId] },
  };
  yield* writeTar([
    { name: 'layer.tar', body: layer },
    { name: 'config.json', body: JSON.stringify(config) },
    {
      name: 'manifest.json',
      body: JSON.stringify([{ Config: 'config.json', RepoTags: [tag], Layers: ['layer.tar'] }]),
    },
  ]);
}
