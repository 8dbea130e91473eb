import { folderOf, given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { own, scalar, text } from '../../shared/values.ts';
import { readYaml } from '../../shared/yaml.ts';
import type { Reader } from '../../types.ts';

/** `meta/snap.yaml` of a snap that is unpacked. */
export const snap: Reader = {
  cataloguer: 'snap',
  says: 'installed',
  names: ['snap.yaml'],
  where: (path) => path.endsWith('/meta/snap.yaml'),
  mostBytes: 1 << 20,
  read: (file) => {
    const documents = readYaml(textOf(file.bytes));
    if ('fault' in documents) return reading('snap', file, [], documents.fault);
    const [name, version] = [text(own(documents[0], 'name')), scalar(own(documents[0], 'version'))];
    if (name === '' || version === '') return null;
    const licences = [text(own(documents[0], 'license'))].filter(Boolean);
    const folder = folderOf(folderOf(file.path));
    return reading('snap', file, [
      { type: 'snap', name, version, ...given('folder', folder), ...given('licences', licences) },
    ]);
  },
};
