import type { Found, Reader } from '../../types.ts';
import { reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';

/** Gradle's lock files: `group:artifact:version=configuration,…`. */
export const gradleLock: Reader = {
  cataloguer: 'gradle-lock',
  says: 'declared',
  extensions: ['.lockfile'],
  where: (path) => path.endsWith('gradle.lockfile'),
  read: (file) => reading('gradle-lock', file, readGradleLock(textOf(file.bytes))),
};

export function readGradleLock(text: string): Found[] {
  return linesOf(text).flatMap((raw, index): Found[] => {
    const line = raw.trim();
    const [coordinates = '', configurations = ''] = line.split('=', 2);
    const [group = '', artifact = '', version = ''] = coordinates.split(':');
    if (line.startsWith('#') || artifact === '' || version === '') return [];
    const isDev = configurations.split(',').every((it) => it.trim().toLowerCase().startsWith('test'));
    return [{ type: 'maven', name: `${group}:${artifact}`, version, isDev, lines: [index + 1, index + 1] }];
  });
}
