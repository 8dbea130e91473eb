import { editDistance } from '../../formats/index.ts';

/** The name of the list that was probably meant: the same base name elsewhere, else a close spelling beside it. */
export function nearestName(wanted: string, names: readonly string[]): string | null {
  const base = baseOf(wanted).toLowerCase();
  const folder = wanted.slice(0, wanted.length - base.length);
  let best: string | null = null;
  let distance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    const own = baseOf(name).toLowerCase();
    const elsewhere = folder === name.slice(0, name.length - own.length) ? 0 : 1;
    if (Math.abs(own.length - base.length) >= distance || (elsewhere === 1 && own !== base)) continue;
    const away = own === base ? elsewhere : editDistance(own, base) + elsewhere;
    if (away < distance) [best, distance] = [name, away];
  }
  return best;
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
