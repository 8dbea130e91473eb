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
