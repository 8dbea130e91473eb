import type { ComposeModel, Place } from '../../domain/index.ts';
import type { ComposeText } from '../../formats/compose/index.ts';
import { lineTextAt } from './problems.ts';
import type { Home } from './reached.ts';

const RESOURCES = ['networks', 'volumes', 'secrets', 'configs'] as const;

/** The lines of what checks point at, by the path of the key; what no text says is left out. */
export function placesIn(
  { services, raw }: ComposeModel,
  texts: readonly ComposeText[],
  homes: ReadonlyMap<string, readonly Home[]>,
): NonNullable<ComposeModel['places']> {
  const found: (readonly [string, Place])[] = [];
  const note = (key: string, place: Place | null | undefined) => {
    if (place) found.push([key, place]);
  };
  for (const kind of RESOURCES) {
    for (const name of Object.keys(raw[kind] ?? {})) {
      const lastOf = (path: readonly string[]) => texts.map((text) => text.placeOf(path)).findLast((it) => it !== null);
      note(`${kind}.${name}`, lastOf([kind, name, 'external']) ?? lastOf([kind, name]));
    }
  }
  for (const service of services) {
    const own = homes.get(service.name) ?? [];
    const lastOf = (...path: (string | number)[]) =>
      own.map((home) => home.text.placeOf(['services', home.service, ...path])).findLast((it) => it !== null);
    for (const key of Object.keys(service.raw)) note(`services.${service.name}.${key}`, lastOf(key));
    for (const key of Object.keys(service.raw.build ?? {}))
      note(`services.${service.name}.build.${key}`, lastOf('build', key));
    for (const other of Object.keys(service.dependsOn)) {
      const inList = own.flatMap(({ text, service: written }) => {
        const path = ['services', written, 'depends_on'];
        const index = text.listAt(path).indexOf(other);
        return index < 0 ? [] : [text.placeOf([...path, index])];
      });
      note(`services.${service.name}.depends_on.${other}`, lastOf('depends_on', other) ?? inList[0]);
    }
  }
  return Object.fromEntries(found.map(([key, at]) => [key, { at, text: lineTextAt(at, texts) }]));
}
