import { has, objectIn, own } from './printed.ts';
import type { Project } from './consistency.ts';

/** Refuses services that wait for each other; the names in order tell which round is told. */
export function checkCycles({ kinds, disabled, refuse }: Project): void {
  const done = new Set<string>();
  const next = (name: string): string[] =>
    Object.keys(objectIn(own(own(kinds.services, name), 'depends_on')))
      .filter((it) => has(kinds.services, it) && !disabled.has(it))
      .sort();
  const roots = Object.keys(objectIn(kinds.services)).filter((name) => !disabled.has(name));
  for (const root of roots.sort()) {
    // a stack of our own: a chain may be longer than the program's
    const way: { readonly name: string; readonly left: string[] }[] = [{ name: root, left: next(root) }];
    const onWay = new Set([root]);
    for (let top = way.at(-1); top; top = way.at(-1)) {
      const name = top.left.shift();
      if (name === undefined) {
        done.add(top.name);
        onWay.delete(top.name);
        way.pop();
        continue;
      }
      if (onWay.has(name)) {
        const round = [...way.map((it) => it.name), name];
        const message = `dependency cycle detected: ${round.slice(round.indexOf(name)).join(' -> ')}`;
        throw refuse('cycle', ['services', top.name, 'depends_on', name], message);
      }
      if (done.has(name)) continue;
      onWay.add(name);
      way.push({ name, left: next(name) });
    }
  }
}
