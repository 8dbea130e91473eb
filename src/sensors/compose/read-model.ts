import type { ComposeModel, ComposeService, Place } from '../../domain/index.ts';
import { type ComposeText, modelOf } from '../../formats/compose/index.ts';
import type { PlaceOf } from './places.ts';
import type { Home, Reached } from './reached.ts';

/** What env files write, by service: `services.NAME`. */
export type FromFiles = ReadonlyMap<string, NonNullable<ComposeService['fromFiles']>>;

/** The model of what Compose prints, with the places that the project's texts have. */
export function readModel(
  printed: unknown,
  { texts, homes }: Reached,
  fromFiles: FromFiles,
  valueAt: PlaceOf | null,
): ComposeModel {
  const top: Place = { file: texts[0]?.file ?? '', startLine: 1, endLine: 1 };
  const homesOf = (service: string) => homes.get(service) ?? [];
  const placeOf = (service: string): Place => {
    const places = homesOf(service).filter((it) => it.service === service || homesOf(service).length === 1);
    return places.map(({ text }) => text.placeOf(['services', service])).find((it) => it !== null) ?? top;
  };
  const writtenOf = (service: string): Record<string, string | null> =>
    Object.assign({}, ...homesOf(service).map((it) => it.text.environmentOf(it.service) ?? {}));
  const model = modelOf(printed, { placeOf, writtenOf });
  const services = model.services.map((service) => {
    const lines = fromFiles.get(`services.${service.name}`);
    return { ...service, writtenAt: writtenAt(service, homesOf(service.name)), ...(lines ? { fromFiles: lines } : {}) };
  });
  return { ...model, services, ...(valueAt ? { placeOf: valueAt } : {}) };
}

/** Where each variable is written; the last file that writes it decides. */
function writtenAt({ written = {} }: ComposeService, homes: readonly Home[]): Record<string, Place> {
  return Object.fromEntries(
    Object.keys(written).flatMap((variable) => {
      const places = homes.map(({ text, service }) => placeInEnvironment(text, service, variable));
      const place = places.findLast((it) => it !== null);
      return place ? [[variable, place]] : [];
    }),
  );
}

/** A key of a map, or the element of a list that begins with the name. */
function placeInEnvironment(text: ComposeText, service: string, variable: string): Place | null {
  const path = ['services', service, 'environment'];
  const list = text.listAt(path);
  const index = list.findIndex((it) => it === variable || it.startsWith(`${variable}=`));
  return text.placeOf([...path, list.length === 0 ? variable : index]);
}
