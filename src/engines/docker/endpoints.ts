import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type Files, TickproofError } from '../../domain/index.ts';
import type { Endpoint, TlsFiles } from './api.ts';
import { shaped } from './shapes.ts';

/** A place where an engine may listen. */
export interface Candidate {
  readonly endpoint: Endpoint;
  /** The person named it: when it does not answer, no other is taken instead. */
  readonly named: boolean;
  /** Where the name comes from: `DOCKER_HOST`, `context colima`, `default socket`. */
  readonly from: string;
  /** What the user's client needs to talk to the same engine. */
  readonly clientEnv: Readonly<Record<string, string>>;
}

export type Env = NodeJS.ProcessEnv;

/** Places to look for Docker, in order: DOCKER_HOST, the current context, then the usual sockets. */
export function dockerCandidates(env: Env, files: Files): readonly Candidate[] {
  if (env.DOCKER_HOST) {
    const tls = env.DOCKER_TLS_VERIFY ? tlsFiles(env.DOCKER_CERT_PATH ?? configFolder(env)) : null;
    return [{ endpoint: endpointOf(env.DOCKER_HOST, tls), named: true, from: 'DOCKER_HOST', clientEnv: {} }];
  }
  const context = currentContext(env, files);
  if (context !== null) return [contextCandidate(context, env, files)];
  const home = homedir();
  const sockets = [
    '/var/run/docker.sock',
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    ...['.docker/run', '.docker/desktop', '.orbstack/run', '.colima/default', '.rd'].map((it) =>
      join(home, it, 'docker.sock'),
    ),
  ];
  return sockets.map((it) => socketCandidate(it, files)).filter((it) => it !== null);
}

/** Places to look for Podman's compatible API. */
export function podmanCandidates(env: Env, files: Files): readonly Candidate[] {
  if (env.CONTAINER_HOST) {
    const clientEnv = { DOCKER_HOST: env.CONTAINER_HOST };
    return [{ endpoint: endpointOf(env.CONTAINER_HOST, null), named: true, from: 'CONTAINER_HOST', clientEnv }];
  }
  const sockets = [
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'podman/podman.sock')] : []),
    '/run/podman/podman.sock',
  ];
  return sockets.map((it) => socketCandidate(it, files)).filter((it) => it !== null);
}

/** `$DOCKER_CONFIG`, else `~/.docker`. */
export function configFolder(env: Env): string {
  return env.DOCKER_CONFIG || join(homedir(), '.docker');
}

function socketCandidate(socketPath: string, files: Files): Candidate | null {
  if (readable(() => files.stat(socketPath)) === null) return null;
  const clientEnv = { DOCKER_HOST: `unix://${socketPath}` };
  return { endpoint: { kind: 'unix', socketPath }, named: false, from: 'default socket', clientEnv };
}

function readable<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch {
    return null; // another user's folder: not ours to use
  }
}

const configShape = z.object({
  currentContext: z.optional(z.string()),
  cliPluginsExtraDirs: z.nullish(z.array(z.string())),
});
const contextShape = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

/** The client's own settings; what it cannot read counts as empty, as for the client. */
export function clientConfig(env: Env, files: Files): z.output<typeof configShape> {
  const text = readable(() => files.readText(join(configFolder(env), 'config.json')));
  return (text === null ? null : parsed(configShape, text)) ?? {};
}

function parsed<S extends z.ZodMiniType>(shape: S, text: string): z.output<S> | null {
  try {
    return shaped(shape, JSON.parse(text));
  } catch {
    return null; // the client itself complains of it
  }
}

function currentContext(env: Env, files: Files): string | null {
  const name = env.DOCKER_CONTEXT || clientConfig(env, files).currentContext;
  return name && name !== 'default' ? name : null;
}

function contextCandidate(name: string, env: Env, files: Files): Candidate {
  const id = createHash('sha256').update(name).digest('hex');
  const folder = join(configFolder(env), 'contexts');
  const text = readable(() => files.readText(join(folder, 'meta', id, 'meta.json')));
  const host = text === null ? undefined : parsed(contextShape, text)?.Endpoints.docker.Host;
  if (host === undefined) {
    throw new TickproofError('engine-missing', `The docker context ${name} is not there`, {
      remedy: 'Choose one of `docker context ls` with `docker context use`.',
    });
  }
  const certificates = join(folder, 'tls', id, 'docker');
  const tls = readable(() => files.stat(join(certificates, 'cert.pem'))) === null ? null : tlsFiles(certificates);
  return { endpoint: endpointOf(host, tls), named: true, from: `context ${name}`, clientEnv: {} };
}

function tlsFiles(folder: string): TlsFiles {
  return { ca: join(folder, 'ca.pem'), cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
}

/** Reads what DOCKER_HOST may hold. Throws `engine-missing` for ways that are not spoken. */
export function endpointOf(host: string, tls: TlsFiles | null): Endpoint {
  const [, scheme = 'tcp', rest = host] = /^([a-z]+):\/\/(.*)$/.exec(host) ?? [];
  if (scheme === 'unix' || scheme === 'npipe') return { kind: 'unix', socketPath: rest };
  const [, name, port] = /^(\[[^\]]+\]|[^:/]+):(\d+)\/?$/.exec(rest) ?? [];
  if (['tcp', 'http', 'https'].includes(scheme) && name !== undefined) {
    return { kind: 'tcp', host: name.replace(/^\[|\]$/g, ''), port: Number(port), tls };
  }
  const forward =
    'Forward its socket (`ssh -nNT -L /tmp/engine.sock:/var/run/docker.sock HOST`), then DOCKER_HOST=unix:///tmp/engine.sock.';
  const remedy = scheme === 'ssh' ? forward : 'Write it as `unix:///path` or `tcp://host:port`.';
  throw new TickproofError('engine-missing', `An engine at ${host} cannot be reached from here`, { remedy });
}
