import type { Found, Reader } from '../../types.ts';
import { readJson } from '../../shared/json.ts';
import { given, once, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { entries, own, text } from '../../shared/values.ts';

/** `packages.lock.json` of NuGet: per framework, every package as it was resolved. */
export const packagesLock: Reader = {
  cataloguer: 'nuget-lock',
  says: 'declared',
  names: ['packages.lock.json'],
  read: (file) => {
    const read = readPackagesLock(textOf(file.bytes));
    return 'fault' in read ? reading('nuget-lock', file, [], read.fault) : reading('nuget-lock', file, read.packages);
  },
};

export function readPackagesLock(source: string): { readonly packages: readonly Found[] } | { readonly fault: string } {
  const read = readJson(source);
  if ('fault' in read) return read;
  const packages = entries(own(read.value, 'dependencies')).flatMap(([, framework]) => {
    const resolved = new Map(
      entries(framework).map(([name, it]) => [name.toLowerCase(), `${name}@${text(own(it, 'resolved'))}`]),
    );
    return entries(framework).flatMap(([name, it]): Found[] => {
      const version = text(own(it, 'resolved'));
      if (text(own(it, 'type')) === 'Project' || version === '') return [];
      const requires = entries(own(it, 'dependencies')).flatMap(([need]) => resolved.get(need.toLowerCase()) ?? []);
      const isDirect = text(own(it, 'type')) === 'Direct';
      return [
        {
          type: 'nuget',
          name,
          version,
          isDirect,
          requires,
          ...given('integrity', text(own(it, 'contentHash'))),
          ...given('lines', read.linesOf(it)),
        },
      ];
    });
  });
  return { packages: once(packages) };
}
