import { type Engine, type EngineImage, imageId, TickproofError } from '../../domain/index.ts';
import { parseReference } from '../../formats/reference/index.ts';
import { refusal } from './api.ts';
import { jsonLines } from './demux.ts';
import { saveImage } from './save.ts';
import { ask, type DockerHost, part, removeAt } from './host.ts';
import { configDigestOf } from './config-digest.ts';
import { imageConfig } from './image-words.ts';
import { historyShape, imageShape, imagesShape, libpodImageShape, progressShape, shaped } from './shapes.ts';

type Images = Pick<
  Engine,
  'inspectImage' | 'saveImage' | 'loadImage' | 'history' | 'tagImage' | 'removeImage' | 'listImages' | 'pullImage'
>;

const NO_TAG = '<none>:<none>';

/**
 * Images by the Engine API; only pulling goes through the user's client where there is one, since that has the credentials.
 * Nameless ones that a builder keeps as its cache (`isKept`) are not listed, as no engine lists BuildKit's.
 */
export function imagesOf(host: DockerHost, isKept: (engineId: string) => boolean): Images {
  return {
    inspectImage: (reference) => inspectImage(host, reference),
    saveImage: (reference) => saveImage(host, reference),
    loadImage: (archive) => loadImage(host, archive),
    history: (reference) => history(host, reference),
    async tagImage(reference, tag) {
      host.begin();
      const { repo, tag: version } = splitTag(tag);
      const query = { repo, tag: version };
      await ask(host, `to tag ${reference}`, ['POST', `/images/${part(reference)}/tag`], { query });
    },
    removeImage: (reference) => removeAt(host, `/images/${part(reference)}`),
    async listImages() {
      const body = await listed(host);
      return (shaped(imagesShape, body) ?? []).flatMap(({ Id, RepoTags, Created }) => {
        const tags = tagsOf(RepoTags);
        const dangling = tags.length === 0;
        return dangling && isKept(Id) ? [] : [{ engineId: Id, tags, dangling, createdMs: (Created ?? 0) * 1000 }];
      });
    },
    pullImage: (reference) => pullImage(host, reference),
  };
}

/** As people write them: Podman gives `docker.io/library/node:20` for `node:20`. */
function tagsOf(tags: readonly string[] | null | undefined): readonly string[] {
  return (tags ?? []).filter((tag) => tag !== NO_TAG).map((tag) => parseReference(tag)?.familiar ?? tag);
}

const LIST_TRIES = 5;
const LIST_PAUSE_MS = 200;

/** The containerd store lists nothing while an image that it looks at is being removed by somebody: it is asked again. */
async function listed(host: DockerHost, tries = LIST_TRIES): Promise<unknown> {
  const accepted = tries > 1 ? [404, 500] : [];
  const { status, body } = await ask(host, 'to list images', ['GET', '/images/json'], {}, accepted);
  if (status < 300) return body;
  await host.clock.sleep(LIST_PAUSE_MS, host.signal);
  return listed(host, tries - 1);
}

async function inspectImage(host: DockerHost, reference: string): Promise<EngineImage | null> {
  const path = `/images/${part(reference)}/json`;
  const { status, body } = await ask(host, `to inspect ${reference}`, ['GET', path], {}, [404]);
  const seen = status === 404 ? null : shaped(imageShape, body);
  if (!seen) return null;
  const diffIds = seen.RootFS?.Layers ?? [];
  return {
    imageId: imageId(await configDigestOf(host, seen.Id, { diffIds, architecture: seen.Architecture ?? '' })),
    engineId: seen.Id,
    tags: tagsOf(seen.RepoTags),
    diffIds,
    labels: seen.Config?.Labels ?? {},
    config: imageConfig({
      ...seen.Config,
      Healthcheck: seen.Config?.Healthcheck ?? (await podmanHealthcheck(host, seen.Id)),
    }),
    engineSizeBytes: seen.Size ?? 0,
  };
}

/** Podman's compatible API leaves the health check out of an image's config; its own tells it. */
async function podmanHealthcheck(host: DockerHost, engineId: string) {
  if (host.info.kind !== 'podman') return null;
  const path = `/libpod/images/${part(engineId)}/json`;
  const { status, body } = await ask(host, `to inspect ${engineId}`, ['GET', path], {}, [404]);
  return status === 404 ? null : shaped(libpodImageShape, body)?.Healthcheck;
}

/** The engine answers 200 before it is done: what goes wrong then stands in its words. */
async function loadImage(host: DockerHost, archive: AsyncIterable<Uint8Array>): Promise<void> {
  host.begin();
  const response = await host.api.open('POST', '/images/load', { body: archive, signal: host.signal });
  let fault: string | null = null;
  for await (const value of jsonLines(response)) {
    const { error, stream } = shaped(progressShape, value) ?? {};
    fault ??= error ?? (stream?.startsWith('Error ') ? stream.trim() : null);
  }
  if (fault !== null) throw refusal(host.api.name, 'to load an image', { status: 200, body: fault });
}

/** Oldest first, as in the image's config. The API does not tell empty layers: what has no size is taken for one. */
async function history(host: DockerHost, reference: string): ReturnType<Engine['history']> {
  const { body } = await ask(host, `to tell the history of ${reference}`, [
    'GET',
    `/images/${part(reference)}/history`,
  ]);
  return (shaped(historyShape, body) ?? []).toReversed().map(({ Created, CreatedBy, Size, Comment }) => ({
    createdBy: CreatedBy ?? '',
    created: new Date((Created ?? 0) * 1000).toISOString(),
    emptyLayer: (Size ?? 0) === 0,
    ...(Comment ? { comment: Comment } : {}),
    sizeBytes: Size ?? 0,
  }));
}

async function pullImage(host: DockerHost, reference: string): Promise<void> {
  const client = host.info.kind === 'docker' ? host.processes.find('docker') : null;
  const fault = client ? await pullByClient(host, client, reference) : await pullByApi(host, reference);
  if (fault === null) return;
  throw new TickproofError('image-not-found', `${reference} could not be pulled: ${fault}`, {
    remedy: 'Look at the name, the network and `docker login`; or build or load an image of that name.',
  });
}

async function pullByClient(host: DockerHost, client: string, reference: string): Promise<string | null> {
  const outcome = await host.processes.run([client, 'pull', '--quiet', '--', reference], { env: host.clientEnv });
  return outcome.exitCode === 0 ? null : outcome.stderr.trim();
}

async function pullByApi(host: DockerHost, reference: string): Promise<string | null> {
  const { repo, tag } = splitTag(reference);
  const query = { fromImage: repo, tag };
  const response = await host.api.open('POST', '/images/create', { query, signal: host.signal });
  for await (const value of jsonLines(response)) {
    const error = shaped(progressShape, value)?.error;
    if (error !== undefined) return error;
  }
  return null;
}

/** `host:5000/name:tag` → repository and tag; a digest stays with the name. */
export function splitTag(reference: string): { readonly repo: string; readonly tag: string | undefined } {
  const at = reference.lastIndexOf(':');
  if (at <= reference.lastIndexOf('/') || reference.includes('@')) return { repo: reference, tag: undefined };
  return { repo: reference.slice(0, at), tag: reference.slice(at + 1) };
}
