import type { Ask, Atom, Ports, Target } from '../../domain/index.ts';
import { sensors } from '../../sensors/index.ts';
import type { KeptProofs } from '../kept.ts';
import type { Others } from '../prove.ts';
import type { World } from '../world.ts';
import type { WorldKind } from './worlds.ts';

/** Gathers facts of a kind from a target that may be changed. */
export type Look = (kind: WorldKind, target: Target, atoms: readonly Atom[], asks: readonly Ask[]) => Promise<object>;

/** The real sensors, silent. */
export function lookBySensors(ports: Ports): Look {
  const quiet: Ports = { ...ports, onEvent: () => {} };
  return (kind, target, atoms, asks) => sensors[kind].gather(target, atoms, asks, quiet);
}

/** What worlds are made with. */
export interface Bench {
  readonly target: Target;
  readonly ports: Ports;
  /** The sensors, which only look here: nothing of what they say of changed worlds is shown or kept. */
  readonly look: Look;
  readonly kept: KeptProofs;
  readonly others: Others;
  /** For what a changed text of the folder looks like to the static sensors. */
  readonly world: World;
}
