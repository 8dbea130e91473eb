import type { Diagnosis } from '../../domain/index.ts';

/** What is known of a container, a build or a request that does not do what it should. Everything but the lines is optional. */
export interface Symptoms {
  /** Log lines, oldest first. */
  readonly lines: readonly string[];
  readonly exitCode?: number | null;
  readonly oomKilled?: boolean;
  /** What the engine said when it could not start it. */
  readonly error?: string | null;
  readonly memoryLimitBytes?: number | null;
  /** Output of the health check's probes, newest last. */
  readonly probes?: readonly { readonly exitCode: number; readonly output: string }[];
  readonly healthTest?: readonly string[];
  /** It runs, its port was asked, and nothing answered there. */
  readonly asked?: { readonly port: number };
  readonly listening?: readonly { readonly port: number; readonly address: string; readonly loopback: boolean }[];
  /** A request from inside to somewhere else, and why it failed. */
  readonly reach?: { readonly url: string; readonly message: string };
  /** The image's own platform and the engine's. */
  readonly platform?: { readonly image: string; readonly engine: string };
  /** Files of the image that are known to be there. */
  readonly present?: (path: string) => boolean;
}

/** A cause, where the symptoms show it. */
export type Rule = (symptoms: Symptoms) => Diagnosis | null;
