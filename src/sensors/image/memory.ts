import type { Cache } from '../../domain/index.ts';

/** Images of a stack that are asked for by turns: the service's own and its neighbours'. */
const MOST_KEPT = 4;
const ROOM = 'image ';

/** What was made under a key before in this run, or is being made; the longest unused goes. Failures are not kept. */
export function keptFor<T>({ memory }: Pick<Cache, 'memory'>, key: string, make: () => Promise<T>): Promise<T> {
  if (!memory) return make();
  const name = ROOM + key;
  const kept = (memory.get(name) as Promise<T> | undefined) ?? make(); // only written below
  memory.delete(name);
  memory.set(name, kept);
  kept.catch(() => memory.delete(name));
  const known = [...memory.keys()].filter((it) => it.startsWith(ROOM));
  for (const old of known.slice(0, Math.max(0, known.length - MOST_KEPT))) memory.delete(old);
  return kept;
}
