import type { Engine, HistoryEntry } from '../../domain/index.ts';

/** A layer with what made it. */
export interface BuiltLayer {
  readonly label: string;
  readonly sizeBytes: number;
  readonly diffId: string;
}

type Entry = HistoryEntry & { readonly sizeBytes: number };

const ONLY_CONFIG =
  /^(?:\/bin\/sh -c #\(nop\)\s+)?(?:ENV|CMD|ENTRYPOINT|LABEL|EXPOSE|USER|VOLUME|STOPSIGNAL|HEALTHCHECK|ARG|SHELL|ONBUILD|MAINTAINER)\b/;

/** The layers of an image, lowest first, with the engine's size of each. */
export async function layersOf(engine: Engine, image: string): Promise<readonly BuiltLayer[]> {
  const [inspected, history] = await Promise.all([engine.inspectImage(image), engine.history(image)]);
  return pairLayers(inspected?.diffIds ?? [], history);
}

/** The API does not tell which commands made no layer: those that only set the config, and surplus ones without size. */
export function pairLayers(diffIds: readonly string[], history: readonly Entry[]): readonly BuiltLayer[] {
  const made = history.filter(({ createdBy, sizeBytes }) => sizeBytes > 0 || !ONLY_CONFIG.test(createdBy));
  while (made.length > diffIds.length) {
    const empty = made.findIndex(({ sizeBytes }) => sizeBytes === 0);
    made.splice(Math.max(empty, 0), 1);
  }
  const unnamed = diffIds.length - made.length; // an image's history may leave its first layers out
  return diffIds.map((diffId, index) => {
    const entry = made[index - unnamed];
    return { diffId, label: entry ? wordsOf(entry.createdBy) : `layer ${index}`, sizeBytes: entry?.sizeBytes ?? 0 };
  });
}

/** The command without what the builder adds to it. */
export function wordsOf(createdBy: string): string {
  return createdBy
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\/bin\/sh -c #\(nop\) /, '')
    .replace(/ ?# buildkit$/, '')
    .replace(/^RUN (?:\|\d+ .*?)?\/bin\/sh -c /, 'RUN ');
}
