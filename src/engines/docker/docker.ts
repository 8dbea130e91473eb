import { type Engine, TickproofError } from '../../domain/index.ts';
import { buildxOf } from './build.ts';
import { containersOf } from './containers.ts';
import { copiesOf } from './copies.ts';
import type { DockerHost } from './host.ts';
import { imagesOf } from './images.ts';
import { surroundingsOf } from './networks.ts';
import { standingBridges } from './podman-bridge.ts';
import { podmanBuildOf } from './podman-build.ts';
import { PodmanCache } from './podman-cache.ts';

/** An engine that speaks Docker's API: Docker itself, and Podman by its compatible socket. Disposed of after all that stands on its builds. */
export function dockerEngine(host: DockerHost): Engine & AsyncDisposable {
  const cache = new PodmanCache(); // stays empty with Docker
  const isPodman = host.info.kind === 'podman';
  const engine: Engine = {
    info: host.info,
    ...imagesOf(host, (engineId) => cache.holds(engineId)),
    build: isPodman ? podmanBuildOf(host, cache) : buildxOf(host),
    ...containersOf(host),
    ...copiesOf(host),
    ...surroundingsOf(host),
    compose: composeOf(host),
  };
  const bridges = isPodman ? standingBridges(host, engine) : {};
  return { ...engine, ...bridges, [Symbol.asyncDispose]: () => cache.clear(host) };
}

type Client = readonly string[];

const CLIENTS: readonly Client[] = [['docker', 'compose'], ['docker-compose'], ['podman', 'compose']];
const VERSION_TIMEOUT_MS = 20_000;

/** A function that runs the user's Compose v2 client against this engine; which one it is, is found out once. */
export function composeOf(
  host: Pick<DockerHost, 'api' | 'info' | 'begin' | 'clientEnv' | 'processes'>,
): Engine['compose'] {
  let known: Promise<Client> | null = null;
  return async (args, options = {}) => {
    const client = await (known ??= composeClient(host));
    host.begin();
    return host.processes.run([...client, ...args], { ...options, env: { ...host.clientEnv, ...options.env } });
  };
}

/** A client without the plugin, Compose v1 and podman-compose answer too: the version tells them apart. */
async function composeClient({
  info,
  processes,
  api,
  clientEnv,
}: Pick<DockerHost, 'api' | 'info' | 'clientEnv' | 'processes'>): Promise<Client> {
  for (const client of info.compose === null ? [] : CLIENTS) {
    const [program = ''] = client;
    if (processes.find(program) === null) continue;
    const asked = await processes.run([...client, 'version', '--short'], {
      env: clientEnv,
      timeoutMs: VERSION_TIMEOUT_MS,
    });
    if (asked.exitCode === 0 && /^v?(?:[2-9]|\d{2,})\./m.test(asked.stdout)) return client;
  }
  const podman =
    info.kind === 'podman'
      ? ' Podman runs it by `podman compose`; podman-compose, in Python, prints no model that could be judged.'
      : '';
  throw new TickproofError('tool-missing', `There is no Docker Compose v2 for ${api.name}`, {
    remedy: `Install the compose plugin (\`docker-compose-plugin\` or \`docker-compose-v2\`).${podman}`,
  });
}
