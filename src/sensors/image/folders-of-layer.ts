import type { ImageFile, PlantedFile } from '../../domain/index.ts';
import { treeOf } from '../../formats/tree/index.ts';
import { parentOf } from './names.ts';

/**
 * Layers in which the folders of what is planted stand as they are below. An engine with a graph driver makes folders that
 * a layer does not name, and makes them root's: others than before could write there then.
 */
export function withFolders(
  layers: readonly (readonly PlantedFile[])[],
  files: readonly ImageFile[],
): readonly (readonly PlantedFile[])[] {
  const tree = treeOf(files);
  const planted = new Map<string, PlantedFile>();
  const folderAt = (path: string): PlantedFile | null => {
    const { type, mode, uid, gid } = planted.get(path) ?? tree.get(path) ?? {};
    return type === 'directory'
      ? { path, type, ...(mode === undefined ? {} : { mode }), uid: uid ?? 0, gid: gid ?? 0 }
      : null;
  };
  return layers.map((layer) => {
    const named = new Set(layer.map(({ path }) => path));
    const above = new Set(layer.flatMap(({ path }) => foldersOf(path)).filter((path) => !named.has(path)));
    const folders = [...above]
      .toSorted()
      .map(folderAt)
      .filter((it) => it !== null);
    for (const it of layer) planted.set(it.path, it);
    return [...folders, ...layer];
  });
}

function foldersOf(path: string): readonly string[] {
  const above = parentOf(path);
  return above === '' ? [] : [...foldersOf(above), above];
}
