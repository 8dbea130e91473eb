import { createHash } from 'node:crypto';
import {
  type BuildOutcome,
  type Clock,
  type ContainerSpec,
  type Engine,
  type EngineEvent,
  type EngineImage,
  type EngineInfo,
  type ExecOutcome,
  imageId,
  type Owner,
  type ProcessOptions,
  type ProcessOutcome,
  TickproofError,
} from '../../src/domain/index.ts';
import { readConfig } from '../../src/formats/oci/index.ts';
import { passingMembers } from '../../src/formats/tar/index.ts';
import { FakeContainer, type FakeLife } from './fake-container.ts';

export interface FakeImage {
  readonly reference: string;
  readonly diffIds?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly config?: Partial<EngineImage['config']>;
  readonly sizeBytes?: number;
  /** What `docker save` would stream. */
  readonly archive?: Uint8Array;
  /** Files that a container of it begins with. */
  readonly files?: Readonly<Record<string, string>>;
}

export type FakeBuild = Omit<BuildOutcome, 'engineId'> & { readonly image?: FakeImage };

export interface FakeEngineSettings {
  readonly images?: readonly FakeImage[];
  readonly info?: Partial<EngineInfo>;
  readonly owner: Owner;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** How a container of that spec lives; the default runs until it is stopped. */
  readonly life?: (spec: ContainerSpec) => FakeLife;
  readonly build?: (tag: string, text: string | undefined) => FakeBuild;
  readonly compose?: (args: readonly string[], options?: ProcessOptions) => ProcessOutcome;
  /** Sees what is loaded; may refuse by throwing. */
  readonly onLoad?: (archive: Uint8Array) => void;
}

const INFO: EngineInfo = {
  kind: 'docker',
  version: '0.0.0-fake',
  apiVersion: '1.45',
  store: 'overlay2',
  os: 'linux',
  architecture: 'amd64',
  kernel: '6.0.0',
  cgroup: 'v2',
  cpus: 2,
  memoryBytes: 8 * 1024 ** 3,
  local: false,
  rootless: false,
  buildx: '0.13.1',
  compose: '2.26.1',
};

const CONFIG: EngineImage['config'] = {
  user: '',
  entrypoint: [],
  cmd: [],
  env: [],
  exposedPorts: [],
  volumes: [],
  workingDir: '',
  stopSignal: null,
  healthcheck: null,
};

type Labels = Readonly<Record<string, string>>;

/** An engine in memory that keeps to the port's contract: images, containers with scripted lives, networks. Time is the given clock's. */
export function fakeEngine(settings: FakeEngineSettings): Engine {
  const { owner, clock, signal = new AbortController().signal } = settings;
  const images = new Map<string, FakeImage>();
  const containers = new Map<string, FakeContainer>();
  const networks = new Map<
    string,
    { readonly id: string; readonly name: string; readonly labels: Labels; readonly gateway: string }
  >();
  const volumes = new Map<string, Labels>();
  const log: EngineEvent[] = [];
  const listeners = new Set<() => void>();
  let made = 0;
  for (const image of settings.images ?? []) images.set(withTag(image.reference), image);

  const emit = (event: EngineEvent): void => {
    log.push(event);
    for (const listener of listeners) listener();
  };
  const container = (id: string): FakeContainer => {
    const found = containers.get(id) ?? [...containers.values()].find((it) => it.spec.name === id);
    if (!found) throw failed(`there is no container ${id}`);
    return found;
  };
  const image = (reference: string): FakeImage | undefined =>
    images.get(withTag(reference)) ?? [...images.values()].find((it) => idOf(it) === reference);
  const imageOrFail = (reference: string): FakeImage => {
    const found = image(reference);
    if (!found) throw failed(`there is no image ${reference}`);
    return found;
  };
  const tagsOf = (it: FakeImage): readonly string[] =>
    [...images].filter(([, other]) => other === it).map(([tag]) => tag);

  return {
    info: { ...INFO, ...settings.info },

    async inspectImage(reference) {
      const it = image(reference);
      if (!it) return null;
      return {
        imageId: imageId(idOf(it)),
        engineId: idOf(it),
        tags: tagsOf(it),
        diffIds: it.diffIds ?? [sha256(it.reference)],
        labels: it.labels ?? {},
        config: { ...CONFIG, ...it.config },
        engineSizeBytes: it.sizeBytes ?? 1_000_000,
      };
    },
    async *saveImage(reference) {
      yield imageOrFail(reference).archive ?? new Uint8Array(1024);
    },
    async loadImage(archive) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of archive) chunks.push(Buffer.from(chunk));
      const bytes = Buffer.concat(chunks);
      settings.onLoad?.(bytes);
      const loaded = await loadedFrom(bytes);
      images.set(withTag(loaded.reference), loaded);
    },
    async history(reference) {
      const { sizeBytes = 1_000_000 } = imageOrFail(reference);
      return [{ createdBy: 'ADD rootfs.tar /', emptyLayer: false, sizeBytes }];
    },
    async tagImage(reference, tag) {
      images.set(withTag(tag), imageOrFail(reference));
    },
    async removeImage(reference) {
      images.delete(withTag(reference));
    },
    async listImages() {
      return [...new Set(images.values())].map((it) => ({
        engineId: idOf(it),
        tags: tagsOf(it),
        dangling: false,
        createdMs: 0,
      }));
    },
    async pullImage(reference) {
      if (image(reference)) return;
      throw new TickproofError('image-not-found', `${reference} could not be pulled`, {
        remedy: 'Name an image of the fake.',
      });
    },
    async build(request, onVertex) {
      const plain: FakeBuild = { succeeded: true, elapsedMs: 1, vertexes: [], message: '' };
      const { image: built, ...outcome } = settings.build?.(request.tag, request.dockerfileText) ?? plain;
      for (const vertex of outcome.vertexes) onVertex(vertex);
      if (!outcome.succeeded) return { ...outcome, engineId: null };
      const it: FakeImage = { labels: request.labels, ...built, reference: request.tag };
      images.set(withTag(request.tag), it);
      return { ...outcome, engineId: idOf(it) };
    },

    async createContainer(spec) {
      const of = image(spec.image);
      if (!of)
        throw new TickproofError('image-not-found', `There is no image ${spec.image}`, {
          remedy: 'Add it to the fake.',
        });
      if ([...containers.values()].some((it) => it.spec.name === spec.name))
        throw failed(`the name ${spec.name} is in use`);
      const id = createHash('sha256').update(`${spec.name} ${made++}`).digest('hex');
      const labels = { ...of.labels, ...spec.labels, ...owner.labels };
      const life = settings.life?.(spec) ?? {};
      const address = `172.30.0.${1 + made}`;
      containers.set(id, new FakeContainer({ id, spec, labels, life, address, files: of.files ?? {}, clock, emit }));
      return id;
    },
    async startContainer(id) {
      container(id).start();
    },
    async inspectContainer(id) {
      const known = [...containers.values()].find((it) => it.id === id || it.spec.name === id);
      return known?.state() ?? null;
    },
    async logs(id) {
      return container(id).logs();
    },
    async stats(id) {
      return container(id).stats();
    },
    async kill(id, name) {
      containers.get(id)?.signal(name);
    },
    async stop(id, graceSeconds) {
      await containers.get(id)?.stop(graceSeconds, signal);
    },
    wait: (id) => container(id).wait(signal),
    async removeContainer(id) {
      const found = [...containers.values()].find((it) => it.id === id || it.spec.name === id);
      if (!found) return;
      found.destroy();
      containers.delete(found.id);
    },
    async top(id) {
      return { titles: ['PID', 'CMD'], rows: [[String(container(id).state().pid), container(id).command().join(' ')]] };
    },
    async changes(id) {
      return container(id).changes();
    },
    async exec(id, argv): Promise<ExecOutcome> {
      return container(id).exec(argv);
    },
    async readFile(id, path) {
      return container(id).readFile(path);
    },
    async writeFile(id, path, bytes) {
      container(id).writeFile(path, bytes);
    },
    async *events(label, sinceMs) {
      const isOurs = (it: EngineEvent) => carries(it.attributes, label) && it.atMs >= sinceMs;
      for (let at = 0; !signal.aborted; at++) {
        while (at >= log.length) await new Promise<void>((resolve) => listeners.add(resolve));
        const event = log[at];
        if (event && isOurs(event)) yield event;
      }
    },
    async listContainers(label) {
      return [...containers.values()].map((it) => it.state()).filter((it) => carries(it.labels, label));
    },

    async createNetwork(name, labels) {
      const it = { id: sha256(name).slice(7), name, labels: { ...labels, ...owner.labels }, gateway: '172.30.0.1' };
      networks.set(name, it);
      return it;
    },
    async removeNetwork(name) {
      networks.delete(name);
    },
    async listNetworks(label) {
      return [...networks.values()].filter((it) => carries(it.labels, label));
    },
    async listVolumes(label) {
      return [...volumes].filter(([, labels]) => carries(labels, label)).map(([name, labels]) => ({ name, labels }));
    },
    async removeVolume(name) {
      volumes.delete(name);
    },
    async compose(args, options) {
      const ended = { exitCode: 0, signal: null, stdout: '', stderr: '', elapsedMs: 1, timedOut: false };
      return settings.compose?.(args, options) ?? ended;
    },
  };
}

/** A clock that stands still but for sleepers: whoever sleeps moves it on. */
export function virtualClock(startMs = Date.parse('2026-01-01T00:00:00Z')): Clock {
  let now = startMs;
  return {
    now: () => now,
    monotonic: () => now - startMs,
    async sleep(ms, signal) {
      if (signal.aborted)
        throw new TickproofError('interrupted', 'The run was interrupted', { remedy: 'Start it again.' });
      now += ms;
    },
  };
}

/** As graph drivers read an archive: by its manifest.json. */
async function loadedFrom(archive: Buffer): Promise<FakeImage> {
  const files = new Map<string, Buffer>();
  for await (const { header, body } of passingMembers(pieces(archive))) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(Buffer.from(chunk));
    files.set(header.name, Buffer.concat(chunks));
  }
  const [manifest] = JSON.parse(files.get('manifest.json')?.toString() ?? '[]') as {
    Config: string;
    RepoTags: string[];
  }[];
  const bytes = files.get(manifest?.Config ?? '');
  if (!manifest || !bytes) throw failed('the archive has no image');
  const { config, diffIds } = readConfig(bytes);
  return { reference: manifest.RepoTags[0] ?? 'loaded:latest', diffIds, config, labels: config.labels, archive };
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

function failed(message: string): TickproofError {
  return new TickproofError('engine-failed', message, { remedy: 'Look at the test.' });
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function idOf(image: FakeImage): string {
  return sha256(JSON.stringify([image.reference, image.diffIds, image.labels, image.config]));
}

function withTag(reference: string): string {
  return reference.lastIndexOf(':') > reference.lastIndexOf('/') ? reference : `${reference}:latest`;
}

function carries(labels: Labels, filter: string): boolean {
  const at = filter.indexOf('=');
  return at === -1 ? filter in labels : labels[filter.slice(0, at)] === filter.slice(at + 1);
}
