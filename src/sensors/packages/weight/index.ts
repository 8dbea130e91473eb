import type { Weight } from '../../../domain/index.ts';
import type { Inventory } from '../../../catalog/index.ts';
import type { ImageSource } from '../../image/index.ts';
import { attribute } from './attribution.ts';
import type { BuiltFrom } from './built-from.ts';
import { cellsOf, layersOf, ownersOf } from './ledger.ts';
import { originsOf } from './origins.ts';
import { recommendedIn } from './recommended.ts';
import { savingsOf } from './savings/savings.ts';

export { builtFrom } from './built-from.ts';
export { trySavings } from './trial.ts';

/** Every byte of every layer's files: where it came from, whose and what it is, and what could go. Linear in the files. */
export function weightOf(source: ImageSource, inventory: Inventory, { dockerfile, base }: BuiltFrom): Weight {
  const origins = originsOf(source, dockerfile, base);
  const contents = attribute(source, inventory, origins);
  const cells = cellsOf(contents);
  const recommended = recommendedIn(inventory.packages, origins, dockerfile);
  const around = {
    isForDevelopment: developmentFolders(source),
    isNeeded: neededIn(inventory),
    isRecommended: (purl: string) => recommended.has(purl),
  };
  return {
    totalBytes: cells.reduce((sum, { bytes }) => sum + bytes, 0),
    cells,
    owners: ownersOf(cells, inventory.packages, origins),
    layers: layersOf(cells, origins),
    savings: savingsOf(contents, origins, dockerfile, around),
  };
}

/** Below a folder that npm noted as serving development only. */
function developmentFolders({ merged }: ImageSource): (path: string) => boolean {
  const folders = new Set(
    merged.readings.flatMap(({ reading, visible }) => (visible.length > 0 ? (reading.devFolders ?? []) : [])),
  );
  return (path) => {
    if (folders.size === 0) return false;
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      if (folders.has(path.slice(0, at))) return true;
    }
    return false;
  };
}

/** pip needs setuptools, setuptools needs wheel: what only they ask for among themselves is not needed. */
function neededIn({ packages }: Inventory): (purl: string) => boolean {
  const needed = new Set(
    packages.flatMap(({ name, requires }) => (/^(?:pip|setuptools|wheel)$/.test(name) ? [] : requires)),
  );
  return (purl) => needed.has(purl);
}
