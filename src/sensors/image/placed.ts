import type { Visible } from './visible.ts';

/** What a layer holds at a path, with the names under which that is visible in the end, and what is told of it. */
export interface Placed<T, R> {
  readonly layer: number;
  readonly it: T;
  readonly visible: readonly string[];
  readonly told: readonly R[];
}

/** The same of layers below: of what was not touched since, it is told again. */
interface Below<T, R> {
  readonly layers: number;
  readonly visible: Visible;
  readonly placed: readonly Placed<T, R>[];
}

/** Places what each layer holds; `tell` is given the layer and the visible names. */
export function placedIn<T extends { readonly path: string }, R>(
  layers: readonly (readonly T[])[],
  visible: Visible,
  tell: (it: T, layer: number, names: readonly string[]) => readonly R[],
  below: Below<T, R> | null,
): readonly Placed<T, R>[] {
  const place = (it: T, layer: number): Placed<T, R> => {
    const names = visible.names(layer, it.path);
    return { layer, it, visible: names, told: tell(it, layer, names) };
  };
  const kept = below
    ? below.placed.map((was) =>
        visible.isAsIn(below.visible, was.it.path, was.visible) ? was : place(was.it, was.layer),
      )
    : [];
  return [
    ...kept,
    ...layers.flatMap((its, layer) => (layer < (below?.layers ?? 0) ? [] : its.map((it) => place(it, layer)))),
  ];
}
