/** The day on which the table was last looked through. */
export const TABLE_OF = '2026-11-22';

/**
 * The last day on which a release got free updates from those who make it, by the official image and the beginning of its
 * tag. Only releases whose end is announced and past; what is not here is not known.
 */
const ENDED: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  alpine: days(
    '3.1 2016-11-01 3.2 2017-05-01 3.3 2017-11-01 3.4 2018-05-01 3.5 2018-11-01 3.6 2019-05-01 3.7 2019-11-01 3.8 2020-05-01',
    '3.9 2020-11-01 3.10 2021-05-01 3.11 2021-11-01 3.12 2022-05-01 3.13 2022-11-01 3.14 2023-05-01 3.15 2023-11-01',
    '3.16 2024-05-23 3.17 2024-11-22 3.18 2025-05-09 3.19 2025-11-01 3.20 2026-04-01 3.21 2026-11-01',
  ),
  centos: days(
    'latest 2021-12-31 8 2021-12-31 centos8 2021-12-31 7 2024-06-30 centos7 2024-06-30 6 2020-11-30 centos6 2020-11-30',
  ),
  debian: days(
    '7 2018-05-31 wheezy 2018-05-31 8 2020-06-30 jessie 2020-06-30 9 2022-06-30 stretch 2022-06-30',
    '10 2024-06-30 buster 2024-06-30 11 2026-08-31 bullseye 2026-08-31',
  ),
  fedora: days(
    '33 2021-11-30 34 2022-06-07 35 2022-12-13 36 2023-05-16 37 2023-12-05 38 2024-05-21 39 2024-11-26 40 2025-05-13',
  ),
  golang: days(
    '1.13 2020-08-11 1.14 2021-02-16 1.15 2021-08-16 1.16 2022-03-15 1.17 2022-08-02 1.18 2023-02-01 1.19 2023-08-08',
    '1.20 2024-02-06 1.21 2024-08-13 1.22 2025-02-11 1.23 2025-08-12',
  ),
  mongo: days('4.0 2022-04-30 4.2 2023-04-30 4.4 2024-02-29 5.0 2024-10-31 6.0 2025-07-31'),
  mysql: days('5.6 2021-02-28 5.7 2023-10-31'),
  node: days(
    '6 2019-04-30 8 2019-12-31 10 2021-04-30 11 2019-06-01 12 2022-04-30 13 2020-06-01 14 2023-04-30 15 2021-06-01',
    '16 2023-09-11 17 2022-06-01 18 2025-04-30 19 2023-06-01 20 2026-04-30 21 2024-06-01 23 2025-06-01',
  ),
  // the image as a whole: only builds of what is not released yet came after that day
  openjdk: days('7 2022-07-31 8 2022-07-31 11 2022-07-31 16 2022-07-31 17 2022-07-31 18 2022-07-31'),
  php: days(
    '5 2018-12-31 7 2022-11-28 7.0 2019-01-10 7.1 2019-12-01 7.2 2020-11-30 7.3 2021-12-06 8.0 2023-11-26 8.1 2025-12-31',
  ),
  postgres: days('9 2021-11-11 10 2022-11-10 11 2023-11-09 12 2024-11-21 13 2025-11-13 14 2026-11-12'),
  python: days(
    '2 2020-01-01 3.4 2019-03-18 3.5 2020-09-30 3.6 2021-12-23 3.7 2023-06-27 3.8 2024-10-07 3.9 2025-10-31 3.10 2026-10-31',
  ),
  ruby: days('2 2023-03-31 3.0 2024-04-23 3.1 2025-03-26 3.2 2026-03-31'),
  ubuntu: days(
    '14.04 2019-04-30 trusty 2019-04-30 16.04 2021-04-30 xenial 2021-04-30 18.04 2023-05-31 bionic 2023-05-31',
    '20.04 2025-05-31 focal 2025-05-31 21.04 2022-01-20 21.10 2022-07-14 22.10 2023-07-20 23.04 2024-01-25',
    '23.10 2024-07-11 24.10 2025-07-10',
  ),
};

function days(...pairs: readonly string[]): ReadonlyMap<string, string> {
  const words = pairs.join(' ').split(' ');
  return new Map(words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1] ?? ''] as const] : [])));
}

/** Releases of Debian, Ubuntu and Alpine, as tags of other images name them. */
const RELEASE = /^(?:wheezy|jessie|stretch|buster|bullseye|trusty|xenial|bionic|focal|alpine3\.\d+)$/;

export interface Ended {
  /** `debian buster`. */
  readonly release: string;
  readonly day: string;
}

/** What of an official image gets no updates any more: its own release, or the distribution's that its tag names. */
export function endedOf(name: string, tag: string): readonly Ended[] {
  const [version = '', ...rest] = tag === '' ? ['latest'] : tag.split('-');
  const own = endOf(name, version);
  const systems = [version, ...rest].filter((part) => RELEASE.test(part)).flatMap((part) => systemOf(part));
  return [...own, ...systems].filter(
    (it, index, all) => all.findIndex(({ release }) => release === it.release) === index,
  );
}

function systemOf(part: string): readonly Ended[] {
  if (part.startsWith('alpine')) return endOf('alpine', part.slice('alpine'.length));
  return [...endOf('debian', part), ...endOf('ubuntu', part)];
}

/** By the longest beginning of the version that is in the table: `3.8.19`, `3.8`, `3`. */
function endOf(name: string, version: string): readonly Ended[] {
  const table = Object.hasOwn(ENDED, name) ? ENDED[name] : undefined;
  if (!table) return [];
  const parts = version.split('.');
  for (let length = Math.min(parts.length, 3); length > 0; length -= 1) {
    const key = parts.slice(0, length).join('.');
    const day = table.get(key);
    if (day !== undefined) return [{ release: `${name} ${key}`, day }];
  }
  return [];
}
