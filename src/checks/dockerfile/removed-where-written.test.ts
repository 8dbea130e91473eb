import { expect, it } from 'vitest';
import { cpuMs } from '../../../test/kit/cpu.ts';
import { judged } from '../../../test/kit/index.ts';
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

it.each([
  ['a download by wget', 'RUN wget -q -O /a.zip x\nRUN rm /a.zip'],
  ['a download among other commands', 'RUN mkdir /d && curl --output /a.zip x && tar -x\nRUN b && rm -f /c /a.zip'],
  ['a copy under another name', 'COPY x/a.zip /b\nRUN rm /b'],
  ['a copy into a folder, below the working folder', 'WORKDIR /w\nCOPY a.zip d/\nRUN rm /w/d/a.zip'],
  ['a cache of the second of two managers', 'RUN apk add a\nRUN apt-get update\nRUN rm -r /var/lib/apt'],
  [
    'a cache that another command of the step does not fill',
    'RUN dnf install -y a\nRUN dnf clean all && rm -rf /var/cache/dnf',
  ],
  [
    'a cache beside the removal of something else',
    'RUN apt-get update && rm -rf /tmp/x\nRUN rm -rf /var/lib/apt/lists/*',
  ],
])('objects to the late removal of %s', (_, lines) => {
  expect(linesOf(check, `FROM a\n${lines}\n`)).toEqual([lines.split('\n').length + 1]);
});

it.each([
  [
    'what went to the output, or to a device',
    'RUN curl -o - x && wget -O /dev/null x && curl -o $F x\nRUN rm - /dev/null $F',
  ],
  ['what a program names that downloads nothing', 'RUN gcc -o /a x\nRUN rm /a'],
  ['a download into a folder that is not known', 'RUN cd /d && curl -o a.zip x\nRUN rm a.zip /a.zip'],
  ['an option without a file', 'RUN curl x -o\nRUN rm'],
  ['what an ADD may have unpacked', 'ADD a.zip /\nRUN rm /a.zip'],
  ['what lies elsewhere after a cd', 'WORKDIR /w\nCOPY a.zip .\nRUN cd /x && rm a.zip'],
  ['what a mount may hold', 'COPY a.zip /\nRUN --mount=target=/m rm /a.zip'],
  ['a cache that was mounted', 'RUN --mount=type=cache,target=/var/lib/apt apt-get update\nRUN rm -rf /var/lib/apt'],
  ['a cache that the step fills itself', 'RUN apt-get update\nRUN a && apt-get update && rm -rf /var/lib/apt/lists'],
  [
    'a cache that its step removed, among other things',
    'RUN apt-get update && rm -rf /tmp/x /var/lib/apt/lists/*\nRUN rm -rf /var/lib/apt',
  ],
  ['a cache of another manager', 'RUN apk add a\nRUN rm -rf /var/lib/apt/lists/*'],
  ['a cache that was only looked at', 'RUN apt-get --version\nRUN rm -rf /var/lib/apt/lists/*'],
])('says nothing of %s', (_, lines) => {
  expect(linesOf(check, `FROM a\n${lines}\n`)).toEqual([]);
});

it('says where the first of several was brought', () => {
  expect(judged(check, 'FROM a\nCOPY a.zip b.zip /\nLABEL c=d\nRUN rm /a.zip && rm /b.zip\n')).toMatchObject({
    findings: [{ message: '`/a.zip` stays in the layer of line 2', evidence: [{ text: 'rm /a.zip' }] }],
  });
  expect(linesOf(check, 'FROM a\nCOPY a.zip b.zip /\nRUN rm /a.zip && rm /b.zip\n')).toEqual([3]);
});

it('says where the first manager that fills a cache did so', () => {
  const text = 'FROM debian\nRUN apt-get update\nRUN apt install -y x\nRUN rm -rf /var/lib/apt/lists/*\n';
  expect(judged(check, text)).toMatchObject({
    findings: [{ message: '`/var/lib/apt/lists/*` stays in the layer of line 2' }],
  });
});

it('remembers what two hundred files came with, and the one behind them', () => {
  const text = (files: number) => {
    const names = Array.from({ length: files }, (_, index) => `f${index}.zip`).join(' ');
    return `FROM a\nCOPY ${names} /d/\nCOPY last.zip /\nRUN rm /last.zip\n`;
  };
  expect(linesOf(check, text(200))).toEqual([4]);
  expect(linesOf(check, text(201))).toEqual([]);
});

it('takes about as long for a line of many removals as for one of many other commands', () => {
  const tookMs = (command: string) => {
    const text = `FROM a\nRUN true${` && ${command}`.repeat(12_000)}\n`;
    return cpuMs(() => void judged(check, text));
  };
  tookMs('rm -rf /var/lib/apt/lists/*'); // compiled
  expect(tookMs('rm -rf /var/lib/apt/lists/*')).toBeLessThan(8 * tookMs('ls -la /var/lib/apt/lists/a'));
});
