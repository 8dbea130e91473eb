import { folderOf, reading } from '../../shared/reading.ts';
import type { Reader } from '../../types.ts';

/** `Cellar/<name>/<version>/INSTALL_RECEIPT.json`: the path says it all. */
export const homebrew: Reader = {
  cataloguer: 'homebrew',
  says: 'installed',
  names: ['INSTALL_RECEIPT.json'],
  mostBytes: 4 << 20,
  read: (file) => {
    const [, kind, name, version] =
      /\/(Cellar|Caskroom)\/([^/]{1,200})\/([^/]{1,200})\/INSTALL_RECEIPT\.json$/.exec(file.path) ?? [];
    if (kind === undefined || name === undefined || version === undefined) return null;
    return reading('homebrew', file, [{ type: 'homebrew', name, version, folder: folderOf(file.path) }]);
  },
};
