import type { Changed } from './changes.ts';
import type { ImageId } from './brands.ts';
import type { BuildSettings, Criteria, RunSettings, ScanSettings, StackSettings } from './criterion.ts';
import type { Ask } from './asks.ts';
import type { Atom, Facts, Inputs, Kind } from './facts.ts';
import type { Ports } from './ports.ts';

/** What the person named: a folder, or an image in one of its homes. */
export type Subject =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'engine-image'; readonly reference: string }
  | { readonly kind: 'docker-archive' | 'oci-archive'; readonly path: string }
  | { readonly kind: 'oci-layout'; readonly path: string; readonly tag: string | null };

/** What a sensor is pointed at. */
export interface Target {
  readonly subject: Subject;
  /** The folder of the deployment; null for a bare image. */
  readonly folder: string | null;
  readonly build: BuildSettings;
  readonly run: RunSettings;
  readonly stacks: Criteria['stacks'];
  readonly scan: ScanSettings;
  /** The stack meant, for compose and stack. */
  readonly stack: (StackSettings & { readonly name: string }) | null;
  /** Reference of what the build sensor built, for those that come after it; null before or without a build. */
  readonly built: string | null;
  /** Id of that image; also known before the build, from the last record, when the build's inputs are unchanged. */
  readonly builtId: ImageId | null;
  /** Its layers, known as long as its id is. */
  readonly builtDiffIds: readonly string[];
  /** Absent for the deployment as it is; else what is made otherwise for a counter-proof. */
  readonly changed?: Changed;
}

/** Gathers the facts of one kind: the only code that touches the world. */
export interface Sensor<K extends Kind> {
  readonly kind: K;
  /** What the atoms would be read from, by digest, without gathering them. Null = cannot be said beforehand. */
  readonly inputs: (
    target: Target,
    atoms: readonly Atom[],
    asks: readonly Ask[],
    ports: Ports,
  ) => Promise<Inputs | null>;
  /** Gathers these atoms and nothing else. Throws `TickproofError` where it cannot see. */
  readonly gather: (
    target: Target,
    atoms: readonly Atom[],
    asks: readonly Ask[],
    ports: Ports,
  ) => Promise<Partial<Facts[K]>>;
}
