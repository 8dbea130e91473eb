import { randomBytes } from 'node:crypto';
import { relative } from 'node:path';
import {
  type BuildRequest,
  type DockerfileFacts,
  type Engine,
  NEVER_CACHED,
  type Ports,
  type Target,
  TickproofError,
} from '../../domain/index.ts';
import { contextFactsOf } from '../context/index.ts';
import { dockerfileFactsOf } from '../dockerfile/index.ts';
import { secretsOf } from './secrets.ts';

const LONGEST_BUILD_MS = 60 * 60 * 1000; // a build that hangs must end some day

/** What is built, and with what. */
export interface Job {
  readonly ports: Ports;
  readonly folder: string;
  readonly args: Readonly<Record<string, string>>;
  readonly dockerfile: DockerfileFacts;
  readonly dockerfilePath: string;
  /** The Dockerfile's text where it is not that of the file. */
  readonly text: string | null;
  /** The name of a thing of this look: those of changed worlds are looked at side by side. */
  readonly nameOf: (suffix: string) => string;
  /** The context folder, absolute; null where the context is no folder of this machine. */
  readonly root: string | null;
}

/** Reads the target's Dockerfile; starts nothing. */
export function jobOf({ folder, build, changed }: Target, ports: Ports): Job {
  if (folder === null) {
    throw new TickproofError('target-not-found', 'An image is not built', {
      remedy: 'Point `tickproof verify` at the folder of the deployment.',
    });
  }
  const { files } = ports;
  const dockerfilePath = files.resolve(folder, build.dockerfile);
  const own = randomBytes(3).toString('hex');
  const text = changed?.build?.dockerfile?.replaceAll(NEVER_CACHED, `${ports.owner.runId}-${own}`) ?? null;
  const dockerfile = dockerfileFactsOf({
    path: relative(folder, dockerfilePath),
    text: text ?? files.readText(dockerfilePath),
    target: build.target,
    args: build.args,
  });
  const root = build.context.includes('://') ? null : files.resolve(folder, build.context);
  const room = changed ? `mutant-${own}-` : '';
  const nameOf = (suffix: string) => ports.owner.name(`${room}${suffix}`);
  return { ports, folder, args: build.args, dockerfile, dockerfilePath, text, nameOf, root };
}

/** The build as the person asks for it. No labels: they would change the image's identity with every run. */
export function requestOf({ ports, folder, dockerfilePath, text, nameOf, root }: Job, { build }: Target): BuildRequest {
  return {
    context: root ?? build.context,
    dockerfile: dockerfilePath,
    ...(text === null ? {} : { dockerfileText: text }),
    tag: `${nameOf('build')}:latest`,
    ...(build.target === null ? {} : { target: build.target }),
    args: build.args,
    secrets: secretsOf(build.secrets, folder, ports),
    labels: {},
    timeoutMs: LONGEST_BUILD_MS,
  };
}

/** What COPY, ADD and mounts of the reachable stages take from the context folder. */
export function selectedFiles({ ports, folder, args, dockerfile, dockerfilePath, root }: Job) {
  if (root === null) return [];
  const question = { root, dockerfilePath, dockerfile, args, folder, atoms: ['context.files'] as const };
  return (contextFactsOf(ports.files, question).files ?? []).filter(({ selected }) => selected);
}

export function engineOf({ engine, whyNoEngine }: Ports): Engine {
  if (engine) return engine;
  throw new TickproofError('engine-missing', `Nothing can be built: ${whyNoEngine ?? 'no engine answers'}`, {
    remedy: 'Start a container engine, or leave out what needs one with `--skip`.',
  });
}
