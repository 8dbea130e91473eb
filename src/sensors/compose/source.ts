import type { EnvValue } from '../../domain/index.ts';

/** What is loaded: which files, with which variables. */
export interface ComposeSource {
  /** The project's folder, absolute: relative paths in the files mean it. */
  readonly folder: string;
  /** In the order in which they are laid over each other, relative to the folder. */
  readonly files: readonly string[];
  /** Texts that stand for the files' own; the files themselves are not touched. */
  readonly texts?: Readonly<Record<string, string>>;
  /** What the deployment sets; null = not set, not even by `.env`. */
  readonly variables: Readonly<Record<string, EnvValue | null>>;
  readonly profiles: readonly string[];
}
