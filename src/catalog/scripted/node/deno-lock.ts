import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { type JsonText, readJson } from '../../shared/json.ts';
import { given, once, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { entries, isRecord, list, own, text, unique } from '../../shared/values.ts';
import { cutName } from './package-name.ts';

const CATALOGUER = 'deno-lock';

/** The packages that deno.lock has of npm; those of JSR and remote modules are in no advisory. */
export const denoLock: Reader = { cataloguer: CATALOGUER, says: 'declared', names: ['deno.lock'], read };

function read(file: CatalogFile): Reading | null {
  const json = readJson(textOf(file.bytes));
  if ('fault' in json) return reading(CATALOGUER, file, [], json.fault);
  const packages = placesOf(json.value).flatMap((place) => packagesOf(place, json));
  return reading(CATALOGUER, file, once(packages));
}

function packagesOf(place: unknown, json: JsonText): Found[] {
  const keys = new Map(entries(place).flatMap(([key]) => [[cutKey(key).name, key] as const, [key, key] as const]));
  return entries(place).map(([key, said]) => ({
    type: 'npm',
    ...cutKey(key),
    ...given('requires', needs(own(said, 'dependencies'), keys)),
    ...given('integrity', text(own(said, 'integrity'))),
    ...given('lines', json.linesOf(said)),
  }));
}

/** Format 2 has `npm.packages`, 3 `packages.npm`, later ones `npm`. */
function placesOf(lock: unknown): unknown[] {
  const inside = own(own(lock, 'npm'), 'packages');
  return unique([own(own(lock, 'packages'), 'npm'), isRecord(inside) ? inside : own(lock, 'npm')]).filter(isRecord);
}

/** Peers follow behind `_`: `name@1.0.0_peer@2.0.0`. */
function cutKey(key: string): { name: string; version: string } {
  const [name, rest] = cutName(key);
  return { name, version: rest.split('_')[0] ?? '' };
}

/** A list of names or keys, or a table from name to key. */
function needs(said: unknown, keys: ReadonlyMap<string, string>): string[] {
  const wanted = isRecord(said) ? Object.values(said).map(text) : list(said).map(text);
  return wanted.flatMap((it) => {
    const key = keys.get(it);
    if (key === undefined) return [];
    const { name, version } = cutKey(key);
    return [`${name}@${version}`];
  });
}
