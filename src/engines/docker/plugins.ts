import { join } from 'node:path';
import type { Cache, Files, Processes } from '../../domain/index.ts';
import { clientConfig, configFolder, type Env } from './endpoints.ts';

const TIMEOUT_MS = 20_000;

export interface ClientParts {
  readonly buildx: string | null;
  readonly compose: string | null;
}

interface Surroundings {
  readonly env: Env;
  readonly files: Files;
  readonly processes: Processes;
  readonly cache: Cache;
}

/** Versions of the client's plugins; null where one is missing. Asked once for each plugin file, since asking takes as long as a build step. */
export async function clientParts(around: Surroundings): Promise<ClientParts> {
  const [buildx, compose] = await Promise.all([
    versionOf(around, 'docker-buildx', ['docker', 'buildx', 'version']),
    versionOf(around, 'docker-compose', ['docker', 'compose', 'version', '--short']),
  ]);
  return { buildx, compose: compose ?? (await standAlone(around)) ?? (await podmanCompose(around)) };
}

async function versionOf(around: Surroundings, plugin: string, argv: readonly string[]): Promise<string | null> {
  const file = pluginFile(around, plugin);
  if (file === null || !around.processes.find('docker')) return null;
  return askOnce(around, file, argv);
}

/** Compose v2 is also shipped as a program; v1, of the same name, will not do. */
async function standAlone(around: Surroundings): Promise<string | null> {
  const file = around.processes.find('docker-compose');
  const version = file === null ? null : await askOnce(around, file, [file, 'version', '--short']);
  return version?.startsWith('1.') ? null : version;
}

/** `podman compose` hands over to a Compose v2 where there is one; to podman-compose, which prints no model, it does not count. */
async function podmanCompose(around: Surroundings): Promise<string | null> {
  const file = around.processes.find('podman');
  const version = file === null ? null : await askOnce(around, file, [file, 'compose', 'version', '--short']);
  return version?.startsWith('1.') ? null : version;
}

async function askOnce(
  { files, processes, cache }: Surroundings,
  file: string,
  argv: readonly string[],
): Promise<string | null> {
  const found = files.stat(file);
  const key = `plugin ${file} ${found?.sizeBytes} ${found?.modifiedMs}`;
  const known = cache.read('facts', key);
  if (typeof known === 'string') return known;
  const { exitCode, stdout } = await processes.run(argv, { timeoutMs: TIMEOUT_MS });
  const version = /\bv?(\d+\.\d+\.\d+[^\s]*)/.exec(stdout)?.[1];
  if (exitCode !== 0 || version === undefined) return null;
  cache.write('facts', key, version);
  return version;
}

/** Where the client looks for plugins (docker/cli, `cli-plugins/manager`). */
function pluginFile({ env, files }: Surroundings, plugin: string): string | null {
  const folders = [
    join(configFolder(env), 'cli-plugins'),
    ...(clientConfig(env, files).cliPluginsExtraDirs ?? []),
    ...['/usr/local/lib', '/usr/local/libexec', '/usr/lib', '/usr/libexec'].map((it) => `${it}/docker/cli-plugins`),
    '/opt/homebrew/lib/docker/cli-plugins',
    '/Applications/Docker.app/Contents/Resources/cli-plugins',
  ];
  return folders.map((folder) => join(folder, plugin)).find((path) => files.stat(path) !== null) ?? null;
}
