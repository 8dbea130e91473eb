import type { Engine, ProcessOptions, ProcessOutcome } from '../../domain/index.ts';
import { TickproofError } from '../../domain/index.ts';
import { buildxOf } from './build.ts';
import { containersOf } from './containers.ts';
import { copiesOf } from './copies.ts';
import type { DockerHost } from './host.ts';
import { imagesOf } from './images.ts';
import { surroundingsOf } from './networks.ts';
import { podmanBuildOf } from './podman-build.ts';

/** An engine that speaks Docker's API: Docker itself, and Podman by its compatible socket. */
export function dockerEngine(host: DockerHost): Engine {
  return {
    info: host.info,
    ...imagesOf(host),
    build: host.info.kind === 'podman' ? podmanBuildOf(host) : buildxOf(host),
    ...containersOf(host),
    ...copiesOf(host),
    ...surroundingsOf(host),
    compose: (args, options) => compose(host, args, options),
  };
}

/** `docker compose` with the user's client, or a stand-alone `docker-compose` where the client has no such plugin. */
async function compose(
  host: DockerHost,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessOutcome> {
  const program = composeProgram(host);
  host.begin();
  return host.processes.run([...program, ...args], { ...options, env: { ...host.clientEnv, ...options.env } });
}

function composeProgram({ info, processes, api }: DockerHost): readonly string[] {
  if (info.compose !== null && processes.find('docker')) return ['docker', 'compose'];
  if (info.compose !== null && processes.find('docker-compose')) return ['docker-compose'];
  throw new TickproofError('tool-missing', `There is no Docker Compose v2 for ${api.name}`, {
    remedy: 'Install the compose plugin (`docker-compose-plugin` or `docker-compose-v2`).',
  });
}
