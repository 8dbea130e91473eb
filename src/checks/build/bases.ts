import type { Stage } from '../../domain/index.ts';
import {
  applyEdits,
  parseReference,
  reachableFrom,
  sourcesOutside,
  stageNamed,
  stagesIn,
} from '../../formats/index.ts';
import type { Place, Sources, TextEdit } from '../kit.ts';

/** An image that a build uses. */
export interface Used {
  readonly reference: string;
  /** Of the reference, or of the flag that holds it. */
  readonly at: Place;
  readonly text: string;
}

/** Images that a build of the target uses: as bases, and as sources of `--from`. */
export function imagesOf(stages: readonly Stage[], target: Stage | null): readonly Used[] {
  const reached = reachableFrom(stages, target);
  return stages
    .filter(({ index }) => reached.has(index))
    .flatMap(({ base, from, body, index }) => [
      ...(base.kind === 'image' ? [{ reference: base.reference, at: from.argsAt[0] ?? from.at, text: from.text }] : []),
      ...body.flatMap((instruction) =>
        sourcesOutside(instruction)
          .filter((source) => source.from !== 'scratch' && !stageNamed(stages, source.from, index))
          .map((source) => ({ reference: source.from, at: source.at, text: instruction.text })),
      ),
    ]);
}

export function faultOf(reference: string, level: 'tag' | 'digest'): string | null {
  const parsed = parseReference(reference);
  if (!parsed) return `\`${reference}\` is no image reference`;
  if (parsed.digest !== null) return null;
  if (level === 'digest') return `${reference} has no digest`;
  if (parsed.tag === null) return `${reference} has no tag`;
  return parsed.tag === 'latest' ? `${reference} is tagged \`latest\`` : null;
}

/** The flag with another image in it, or the name alone where a FROM names it. */
export function renamed(written: string, name: string): string {
  return written.startsWith('--') ? written.replace(/(from=)[^,\s"']+/, `$1${name}`) : name;
}

/** Every stage that begins with an image, or with nothing, on another one. */
export function rebased(sources: Sources, reference: string): Sources | null {
  return edited(sources, (text) => {
    const edits = stagesIn(text).flatMap(({ base, from }) =>
      base.kind === 'stage' ? [] : [{ ...spanOf(from.argsAt[0] ?? from.at), text: reference }],
    );
    return edits.length === 0 ? null : applyEdits(text, edits);
  });
}

/** Where something stands in the text that it was parsed from, which is always known. */
export function spanOf({ startOffset: start = 0, endOffset: end = 0 }: Place): Omit<TextEdit, 'text'> {
  return { start, end };
}

export function edited(sources: Sources, edit: (text: string) => string | null): Sources | null {
  const text = sources.dockerfile === null ? null : edit(sources.dockerfile);
  return text === null ? null : { ...sources, dockerfile: text };
}
