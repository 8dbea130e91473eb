import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './apt-install-after-update.ts';

it('objects to an install in an image that has no lists', () => {
  expect(
    linesOf(check, 'FROM debian:12\nRUN apt-get install -y git\nFROM node:22\nRUN echo a && apt install -y curl\n'),
  ).toEqual([2, 4]);
});

it('objects to an install behind the removal of the lists, in a later step or stage too', () => {
  expect(
    linesOf(
      check,
      'FROM debian:12 AS a\nRUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\nFROM a\nRUN apt-get install -y curl\n',
    ),
  ).toEqual([4]);
});

it('is content where the lists are there', () => {
  expect(
    linesOf(check, 'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y git\nRUN apt-get install -y curl\n'),
  ).toEqual([]);
});

it('says nothing where they may have come otherwise', () => {
  expect(
    linesOf(
      check,
      'FROM debian\nRUN curl https://example.org/setup | bash -\nRUN apt-get install -y a\nFROM debian\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y a\nFROM mine\nRUN apt-get install -y a\nFROM alpine\nRUN apt-get install -y a\nFROM debian\nCOPY sources.list /etc/apt/\nRUN apt-get install -y a\nFROM debian\nRUN <<EOF\napt-get install -y a\nEOF\n',
    ),
  ).toEqual([]);
});

it('says nothing of packages in files, and of an install that only mends', () => {
  expect(
    linesOf(
      check,
      'FROM debian\nCOPY a.deb /tmp/\nRUN apt-get install -y /tmp/a.deb ./b.deb\nRUN dpkg -i a.deb || apt-get install -f -y\n',
    ),
  ).toEqual([]);
});

it('mends it, once', () => {
  const fixed = mended(check, 'FROM debian:12\nRUN set -e; \\\n  # tools\n  apt-get install -y git\n');
  expect(fixed).toBe('FROM debian:12\nRUN set -e; \\\n  # tools\n  apt-get update && apt-get install -y git\n');
  expect(linesOf(check, fixed)).toEqual([]);
});

it.each([
  'apt-get -y install git',
  'aptitude install -- git',
  'mkdir /x && apt-get install git',
  'apt-get update && apt-get dist-clean && apt-get install git',
  'apt-get update; apt-get distclean; apt-get install git',
  'apt-get update && rm -rf /var/lib/apt && apt-get install git',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM debian\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'apt-get install --download-only git',
  'apt-get remove install git',
  'apt-get install $PACKAGES',
  'apt-get install git.deb',
  'apt-get upgrade --update && apt-get install git',
  'apt-get update && ls /var/lib/apt/lists && apt-get install git',
  '/opt/tee x && apt-get install git',
  'x install git',
  '<<E\napt-get install git\nE',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM debian\nRUN ${line}\n`)).toEqual([]);
});

it('leaves an array, and what is called by its path, to their author', () => {
  for (const line of ['["apt-get", "install", "git"]', '/usr/bin/apt-get install git']) {
    expect(linesOf(check, `FROM debian\nRUN ${line}\n`)).toEqual([2]);
    expect(mended(check, `FROM debian\nRUN ${line}\n`)).toBe(`FROM debian\nRUN ${line}\n`);
  }
});

it.each([
  'apt-get remove update && apt-get install git',
  'apt-get -v && apt-get install git',
  'apt-get upgrade && apt-get install git',
  'apt-get -q && apt-get -q install git',
])('takes `%s` for no update', (line) => {
  expect(linesOf(check, `FROM debian\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'RUN apt-get -q update && apt-get install git',
  'RUN cat <<E && apt-get install git\nx\nE',
  'RUN cat <<E\nx\nE\nRUN apt-get install git',
  'CMD apt-get install git',
  'ENV INSTALL="apt-get install git"\nCMD ["apt-get", "install", "git"]',
])('says nothing of `%s`', (lines) => {
  expect(linesOf(check, `FROM debian\n${lines}\n`)).toEqual([]);
});
