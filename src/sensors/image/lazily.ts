/**
 * An object whose values are worked out when they are first asked for. A mutant's facts are judged by one check, which looks
 * at few of them.
 */
export function lazily<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): T {
  const made = {};
  for (const [name, make] of Object.entries<() => unknown>(makers)) {
    let value: { readonly is: unknown } | null = null;
    Object.defineProperty(made, name, { enumerable: true, get: () => (value ??= { is: make() }).is });
  }
  return made as T; // it has a getter for each name
}
