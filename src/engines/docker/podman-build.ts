import { createHash } from 'node:crypto';
import type { BuildOutcome, BuildRequest, BuildVertex } from '../../domain/index.ts';
import { secretOption } from './secret-option.ts';
import { ask, type DockerHost, part } from './host.ts';
import { isOf, type PodmanCache } from './podman-cache.ts';
import { imageShape, imagesShape, shaped } from './shapes.ts';

type Build = (request: BuildRequest, onVertex: (vertex: BuildVertex) => void) => Promise<BuildOutcome>;

/**
 * Builds with `podman build`, whose trace is prose: steps have no digests of their own, and their times are those at
 * which their lines were read. What it keeps as its cache are images: they are added to `cache`.
 */
export function podmanBuildOf(host: DockerHost, cache: PodmanCache): Build {
  return async (request, onVertex) => {
    host.begin();
    await using folder = host.files.temporary('build');
    const { dockerfile, dockerfileText } = request;
    const file = dockerfileText === undefined ? dockerfile : folder.write('Dockerfile', dockerfileText);
    const ignore = dockerfileText === undefined ? null : host.files.readText(`${dockerfile}.dockerignore`);
    if (ignore !== null) folder.write('Dockerfile.dockerignore', ignore);
    const ids = `${folder.path}/id`;
    const before = request.lookOnly && request.tag === '' ? await everyImage(host) : null;
    const steps = new PodmanSteps(() => host.clock.now(), onVertex);
    const outcome = await host.processes.run(buildArgv(request, file, ids), {
      env: { ...host.clientEnv, ...request.env },
      onStdout: (line) => steps.add(line),
      ...(request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs }),
    });
    const succeeded = outcome.exitCode === 0 && !outcome.timedOut;
    steps.end(succeeded ? null : outcome.stderr.trim());
    const image = request.tag === '' ? (host.files.readText(ids) ?? '').trim() : request.tag;
    const built = succeeded ? await engineIdOf(host, image) : null;
    for (const [id, made] of steps.images) if (built === null || !isOf(id, built)) cache.add(id, made);
    return {
      succeeded,
      elapsedMs: outcome.elapsedMs,
      vertexes: steps.vertexes,
      message: succeeded ? '' : outcome.stderr.trim(),
      engineId: built !== null && before?.has(built) ? null : built, // what all steps came from: it is not this build's
    };
  };
}

async function engineIdOf(host: DockerHost, image: string): Promise<string | null> {
  const { body } = await host.api.request('GET', `/images/${part(image)}/json`, { signal: host.signal });
  return shaped(imageShape, body)?.Id ?? null;
}

async function everyImage(host: DockerHost): Promise<ReadonlySet<string>> {
  const { body } = await ask(host, 'to list images', ['GET', '/images/json'], { query: { all: 1 } });
  return new Set((shaped(imagesShape, body) ?? []).map(({ Id }) => Id));
}

/** The OCI format has no HEALTHCHECK, so Docker's is asked for. */
function buildArgv(request: BuildRequest, file: string, ids: string): readonly string[] {
  return [
    'podman',
    'build',
    '--format=docker',
    '--layers',
    ...(request.tag === '' ? [`--iidfile=${ids}`] : [`--tag=${request.tag}`]),
    `--file=${file}`,
    ...(request.target === undefined ? [] : [`--target=${request.target}`]),
    ...Object.entries(request.args).map(([name, value]) => `--build-arg=${name}=${value}`),
    ...Object.entries(request.labels).map(([name, value]) => `--label=${name}=${value}`),
    ...request.secrets.map((it) => `--secret=${secretOption(it)}`),
    ...(request.noCache ? ['--no-cache'] : []),
    request.context.startsWith('-') ? `./${request.context}` : request.context, // podman's parser knows no `--` here
  ];
}

/** `[1/2] STEP 3/7: RUN npm ci`, then its output, then `--> Using cache 0123…` or `--> 0123…`. */
export class PodmanSteps {
  readonly #done: BuildVertex[] = [];
  readonly #now: () => number;
  readonly #onVertex: (vertex: BuildVertex) => void;
  readonly #images = new Map<string, boolean>();
  #current: BuildVertex | null = null;

  constructor(now: () => number, onVertex: (vertex: BuildVertex) => void) {
    this.#now = now;
    this.#onVertex = onVertex;
  }

  get vertexes(): readonly BuildVertex[] {
    return this.#current ? [...this.#done, this.#current] : this.#done;
  }

  /** The images of the steps by the beginning of their ids, and whether they were made now: else they come from the cache. */
  get images(): ReadonlyMap<string, boolean> {
    return this.#images;
  }

  add(line: string): void {
    const [, image] = /^--> ([\da-f]{7,64})$/.exec(line) ?? [];
    // of a stage without steps its base's is told
    if (image !== undefined && !this.#current?.name.includes('] FROM '))
      this.#images.set(image, this.#current?.cached !== true);
    const [, stage, step, steps, instruction] = /^(?:\[(\d+)\/\d+\] )?STEP (\d+)\/(\d+): (.*)$/.exec(line) ?? [];
    if (instruction !== undefined) {
      this.end(null);
      const name = `[${stage === undefined ? '' : `stage-${Number(stage) - 1} `}${step}/${steps}] ${instruction}`;
      const digest = `sha256:${createHash('sha256').update(name).digest('hex')}`;
      this.#put({ digest, name, startedMs: this.#now(), completedMs: null, cached: false, error: null, log: [] });
    } else if (this.#current) {
      const cached = this.#current.cached || line.startsWith('--> Using cache ');
      this.#put({
        ...this.#current,
        cached,
        log: line.startsWith('-->') ? this.#current.log : [...this.#current.log, line],
      });
    }
  }

  /** Ends the step that is open, with what went wrong in it. */
  end(error: string | null): void {
    if (!this.#current) return;
    this.#put({ ...this.#current, completedMs: this.#now(), error });
    if (this.#current) this.#done.push(this.#current);
    this.#current = null;
  }

  #put(vertex: BuildVertex): void {
    this.#current = vertex;
    this.#onVertex(vertex);
  }
}
