import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readers, readersOf } from './registry.ts';

const isChosen = (path: string) => {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return readers.filter(
    ({ names, extensions, paths, where }) =>
      ((names?.includes(base) ?? false) ||
        (extensions?.some((it) => base.toLowerCase().endsWith(it.toLowerCase())) ?? false) ||
        (paths?.test(path) ?? false)) &&
      (where?.(path) ?? true),
  );
};

const wanted = readers.flatMap(({ names = [], extensions = [] }) => [...names, ...extensions.map((it) => `x${it}`)]);

test('finds the readers of a path as fast as a look into a table, and the same as asking each of them', () => {
  const folder = fc.constantFrom(
    '/',
    '/var/lib/dpkg/',
    '/var/lib/dpkg/info/',
    '/lib/apk/db/',
    '/usr/share/rpm/',
    '/app/node_modules/a/',
  );
  const base = fc.oneof(
    fc.constantFrom(...wanted),
    fc.string(),
    fc.constantFrom('bash.list', 'a.b.md5sums', 'X.RPM', '.', '..'),
  );
  fc.assert(
    fc.property(folder, base, (dir, name) => {
      expect(new Set(readersOf(`${dir}${name}`))).toEqual(new Set(isChosen(`${dir}${name}`)));
    }),
  );
});

test.each(['/var/lib/dpkg/status', '/usr/lib/opkg/info/x.control', '/usr/share/rpm/Packages.db', '/a/B.RPM'])(
  '%s has a reader',
  (path) => {
    expect(readersOf(path)).toHaveLength(1);
  },
);

test.each(['/var/lib/dpkg/status-old', '/etc/status', '/lib/apk/db/scripts.tar', '/srv/Packages'])(
  '%s has none',
  (path) => {
    expect(readersOf(path)).toHaveLength(0);
  },
);
