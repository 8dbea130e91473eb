import { type DockerHost, part, REMOVAL } from './host.ts';
import { imagesShape, shaped } from './shapes.ts';

/**
 * The images that `podman build` keeps as its cache, one for each step, by the beginnings of their ids. Nobody sweeps them
 * as BuildKit sweeps its cache: what a run made of them it removes.
 */
export class PodmanCache {
  readonly #kept = new Map<string, boolean>();

  /** `made`: by a build of this run, where it was not there before. */
  add(id: string, made: boolean): void {
    this.#kept.set(id, made || this.#kept.get(id) === true);
  }

  holds(engineId: string): boolean {
    return [...this.#kept.keys()].some((it) => isOf(it, engineId));
  }

  /** Removes what the run made and no name leads to; what others have built on since stays. */
  async clear({ api }: Pick<DockerHost, 'api'>): Promise<void> {
    const made = [...this.#kept].flatMap(([id, isMade]) => (isMade ? [id] : [])).toReversed(); // later ones stand on earlier ones
    if (made.length === 0) return;
    const { body } = await api.request('GET', '/images/json', { ...REMOVAL, query: { all: 1 } });
    const nameless = (shaped(imagesShape, body) ?? []).filter(({ RepoTags }) => !RepoTags?.length).map(({ Id }) => Id);
    for (const id of made.flatMap((it) => nameless.find((engineId) => isOf(it, engineId)) ?? []))
      await api.request('DELETE', `/images/${part(id)}`, { ...REMOVAL, query: { noprune: 1 } });
  }
}

/** Whether a step's id, which the builder's trace cuts short, is the beginning of an engine's id. */
export function isOf(short: string, engineId: string): boolean {
  return engineId.replace('sha256:', '').startsWith(short);
}
