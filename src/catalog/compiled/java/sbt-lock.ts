import type { Found, Reader } from '../../types.ts';
import { readJson } from '../../shared/json.ts';
import { given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { list, own, record, text, texts } from '../../shared/values.ts';

/** `build.sbt.lock` of sbt-dependency-lock. */
export const sbtLock: Reader = {
  cataloguer: 'sbt-lock',
  says: 'declared',
  extensions: ['.sbt.lock'],
  read: (file) => {
    const read = readSbtLock(textOf(file.bytes));
    return 'fault' in read ? reading('sbt-lock', file, [], read.fault) : reading('sbt-lock', file, read.packages);
  },
};

export function readSbtLock(source: string): { readonly packages: readonly Found[] } | { readonly fault: string } {
  const read = readJson(source);
  if ('fault' in read) return read;
  const packages = list(own(read.value, 'dependencies')).flatMap((it): Found[] => {
    const [group, artifact, version] = ['org', 'name', 'version'].map((key) => text(own(it, key)));
    if (!group || !artifact || !version) return [];
    const configurations = texts(record(it)['configurations']);
    const isDev = configurations.length > 0 && configurations.every((name) => name.startsWith('test'));
    return [{ type: 'maven', name: `${group}:${artifact}`, version, isDev, ...given('lines', read.linesOf(it)) }];
  });
  return { packages };
}
