import { type EngineApi, refusal } from './docker/api.ts';
import { containersShape, imagesShape, networksShape, shaped, volumesShape } from './docker/shapes.ts';
import { HOST_LABEL, OWNER_LABEL, RUN_LABEL, runOfName } from './owner.ts';

const PROJECT_LABEL = 'com.docker.compose.project';
const TIMEOUT_MS = 30_000; // removal does not end with the run's signal: it is what follows it
const ROUNDS = 4;
const ROUND_MS = 250;

/** Something on the engine that a run made. */
export interface Leftover {
  readonly kind: 'container' | 'network' | 'volume' | 'image';
  /** What the API removes it by. */
  readonly id: string;
  readonly name: string;
  readonly runId: string;
  readonly owner: string | null;
  readonly host: string | null;
  readonly madeMs: number;
}

type Labels = Readonly<Record<string, string>> | null | undefined;

/** Everything on the engine that carries a run's label, is of a run's compose project, or is an image under a run's name. */
export async function leftovers(api: EngineApi): Promise<readonly Leftover[]> {
  const lists = await Promise.all([
    labelled(api, '/containers/json', { all: 1 }, containersOf),
    labelled(api, '/networks', {}, networksOf),
    labelled(api, '/volumes', {}, volumesOf),
    ask(api, '/images/json', {}).then(imagesOf),
  ]);
  return [...new Map(lists.flat().map((it) => [keyOf(it), it])).values()];
}

/**
 * Removes everything of a run; gives what is gone and what withstood. Containers first: they hold the rest. With
 * `killed`, its programs were ended the hard way: a compose client may just have asked for one thing more.
 */
export async function removeRun(
  api: EngineApi,
  runId: string,
  { killed }: { readonly killed: boolean },
): Promise<{ readonly removed: readonly Leftover[]; readonly left: readonly Leftover[] }> {
  const seen = new Map<string, Leftover>();
  for (let round = 0; ; round++) {
    if (round > 1 || (round === 1 && killed)) await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
    const left = (await leftovers(api)).filter((it) => it.runId === runId);
    for (const it of left) seen.set(keyOf(it), it);
    if (left.length === 0 || round === ROUNDS) {
      const still = new Set(left.map(keyOf));
      return { removed: [...seen].filter(([key]) => !still.has(key)).map(([, it]) => it), left };
    }
    await removeAll(api, left);
  }
}

function keyOf({ kind, id }: Leftover): string {
  return `${kind} ${id}`;
}

async function removeAll(api: EngineApi, things: readonly Leftover[]): Promise<void> {
  for (const kind of ['container', 'network', 'volume', 'image'] as const) {
    await Promise.all(things.filter((it) => it.kind === kind).map((it) => remove(api, it)));
  }
}

const FOLDERS = { container: 'containers', network: 'networks', volume: 'volumes', image: 'images' };

/**
 * Refusals are not read: what is in use, or being removed by somebody else, is looked at again. A tag is not forced off:
 * while a container that a killed client still asked for uses it, the image would stay without any name to find it by.
 */
async function remove(api: EngineApi, { kind, id }: Leftover): Promise<void> {
  const isTag = kind === 'image' && !id.startsWith('sha256:');
  const query = kind === 'container' ? { force: 1, v: 1 } : kind === 'network' || isTag ? {} : { force: 1 };
  await api.request('DELETE', `/${FOLDERS[kind]}/${encodeURIComponent(id)}`, { query, timeoutMs: TIMEOUT_MS });
}

/** A list that fails, as that of images does while another run removes one, is no empty list: it is asked for again. */
async function ask(api: EngineApi, path: string, query: object): Promise<unknown> {
  for (let round = 0; ; round++) {
    const answer = await api.request('GET', path, { query: { ...query }, timeoutMs: TIMEOUT_MS });
    if (answer.status < 400) return answer.body;
    if (round === ROUNDS) throw refusal(api.name, `GET ${path}`, answer);
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  }
}

async function labelled(
  api: EngineApi,
  path: string,
  query: object,
  read: (body: unknown) => readonly Leftover[],
): Promise<readonly Leftover[]> {
  const lists = [RUN_LABEL, PROJECT_LABEL].map((label) => ask(api, path, { ...query, filters: { label: [label] } }));
  return (await Promise.all(lists)).flatMap(read);
}

/** By its label, else by its compose project; nothing else is a run's. */
function ownedBy(labels: Labels): Pick<Leftover, 'runId' | 'owner' | 'host'> | null {
  const runId = labels?.[RUN_LABEL] ?? runOfName(labels?.[PROJECT_LABEL] ?? '');
  return runId ? { runId, owner: labels?.[OWNER_LABEL] ?? null, host: labels?.[HOST_LABEL] ?? null } : null;
}

function containersOf(body: unknown): readonly Leftover[] {
  return (shaped(containersShape, body) ?? []).flatMap(({ Id, Names, Created, Labels }) => {
    const owned = ownedBy(Labels);
    const name = (Names?.[0] ?? Id).replace(/^\//, '');
    return owned ? [{ kind: 'container', id: Id, name, ...owned, madeMs: (Created ?? 0) * 1000 }] : [];
  });
}

function networksOf(body: unknown): readonly Leftover[] {
  return (shaped(networksShape, body) ?? []).flatMap(({ Id, Name, Created, Labels }) => {
    const owned = ownedBy(Labels);
    return owned ? [{ kind: 'network', id: Id, name: Name, ...owned, madeMs: Date.parse(Created ?? '') }] : [];
  });
}

function volumesOf(body: unknown): readonly Leftover[] {
  return (shaped(volumesShape, body)?.Volumes ?? []).flatMap(({ Name, CreatedAt, Labels }) => {
    const owned = ownedBy(Labels);
    return owned ? [{ kind: 'volume', id: Name, name: Name, ...owned, madeMs: Date.parse(CreatedAt ?? '') }] : [];
  });
}

/**
 * Images by label, and tags under a run's name: a label would change the image's identity with every run, so builds
 * are found by their tags. A tag is taken off alone; the image stays while others name it.
 */
function imagesOf(body: unknown): readonly Leftover[] {
  return (shaped(imagesShape, body) ?? []).flatMap(({ Id, RepoTags, Created, Labels }): readonly Leftover[] => {
    const madeMs = (Created ?? 0) * 1000;
    const owned = ownedBy(Labels);
    if (Labels?.[RUN_LABEL] !== undefined && owned)
      return [{ kind: 'image', id: Id, name: RepoTags?.[0] ?? Id, ...owned, madeMs }];
    return (RepoTags ?? []).flatMap((tag) => {
      const runId = runOfName(tag);
      return runId === null ? [] : [{ kind: 'image', id: tag, name: tag, runId, owner: null, host: null, madeMs }];
    });
  });
}
