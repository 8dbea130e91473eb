import type { Found, Reader } from '../../types.ts';
import { readJson } from '../../shared/json.ts';
import { given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { list, own, scalar, text } from '../../shared/values.ts';

/** Bottlerocket has no rpm database: it leaves an inventory of what it was made of. */
export const bottlerocket: Reader = {
  cataloguer: 'bottlerocket',
  says: 'installed',
  names: ['application-inventory.json'],
  read: (file) => {
    const read = readInventory(textOf(file.bytes));
    return 'fault' in read
      ? reading('bottlerocket', file, [], read.fault)
      : reading('bottlerocket', file, read.packages);
  },
};

export function readInventory(source: string): { readonly packages: readonly Found[] } | { readonly fault: string } {
  const read = readJson(source);
  if ('fault' in read) return read;
  const packages = list(own(read.value, 'Content')).flatMap((it): Found[] => {
    const [name, version, release] = ['Name', 'Version', 'Release'].map((key) => text(own(it, key)));
    if (!name || !version) return [];
    const epoch = scalar(own(it, 'Epoch'));
    const full = `${epoch === '' || epoch === '0' ? '' : `${epoch}:`}${version}${release ? `-${release}` : ''}`;
    return [{ type: 'rpm', name, version: full, ...given('architecture', text(own(it, 'Architecture'))) }];
  });
  return { packages };
}
