import type { Atom, Facts, ImageConfig, PlantedFile, SeenFacts, Sources } from '../domain/index.ts';

/** What mutants are made of: the deployment's texts and bytes, and the way back from an edit to facts. */
export interface World {
  /** Null where there is no folder. */
  readonly sources: () => Sources | null;
  /** Facts of the kinds that an edit of the sources touches, by the real sensors over edited files. Only the atoms named. */
  readonly fromSources: (edited: Sources, atoms: readonly Atom[]) => Promise<SeenFacts>;
  /** Facts of the image, and of its packages, with another config or with more layers; null where there is no image. */
  readonly image: {
    /** Null where the edit found nothing to change. */
    readonly withConfig: (edit: (config: ImageConfig) => ImageConfig | null) => Promise<SeenFacts | null>;
    /** The same image with a config that is not what its digest says. */
    readonly withForgedConfig: () => Promise<SeenFacts>;
    /** The packages are looked for again only where the atoms ask for them. */
    readonly withLayers: (
      edit: (image: Facts['image']) => readonly (readonly PlantedFile[])[] | null,
      atoms: readonly Atom[],
    ) => Promise<SeenFacts | null>;
  } | null;
  /** Facts of a world in which there is nothing: an empty folder, an image `FROM scratch`, no engine. */
  readonly nothing: (atoms: readonly Atom[]) => Promise<SeenFacts>;
}
