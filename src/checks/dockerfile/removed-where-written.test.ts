import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './removed-where-written.ts';

it('objects to an rm of what an earlier step copied or downloaded', () => {
  expect(
    linesOf(
      check,
      'FROM a\nCOPY app.tar.gz /tmp/\nRUN tar -xf /tmp/app.tar.gz\nRUN rm -f /tmp/app.tar.gz\nRUN curl -fsSL -o /b.zip https://example.org/b.zip\nRUN unzip /b.zip && rm /b.zip\n',
    ),
  ).toEqual([4, 6]);
});

it('objects to caches that a later step removes', () => {
  expect(
    linesOf(
      check,
      'FROM debian\nRUN apt-get update && apt-get install -y a\nRUN rm -rf /var/lib/apt/lists/*\nFROM alpine\nRUN apk add a\nRUN rm -rf /var/cache/apk/*\n',
    ),
  ).toEqual([6]);
});

it('does not take a step that only cleans up for one that fills', () => {
  const text =
    'FROM debian\nRUN apt-get update && apt-get install -y a\nRUN apt-get clean && rm -rf /var/lib/apt/lists/*\n';
  expect(linesOf(check, text)).toEqual([3]);
});

it('knows the working directory and the stage below', () => {
  expect(linesOf(check, 'FROM a AS b\nWORKDIR /srv\nCOPY a.tgz .\nFROM b\nRUN rm a.tgz\n')).toEqual([5]);
});

it('is content where one step does it all', () => {
  expect(
    linesOf(
      check,
      'FROM debian\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\nRUN apt-get update && rm -rf /var/lib/apt/lists/*\nRUN curl -o /a https://example.org/a && rm /a\n',
    ),
  ).toEqual([]);
});

it('says nothing of stages that are only copied from, of folders, and of what it does not know', () => {
  expect(
    linesOf(
      check,
      'FROM a AS b\nCOPY x.zip /\nRUN rm /x.zip\nFROM a\nCOPY . /app/\nRUN rm -rf /app/node_modules /app\nCOPY y.zip /d/\nRUN cd /d && rm y.zip\nRUN rm -rf $D /var/lib/apt/lists/*\n',
    ),
  ).toEqual([]);
});
