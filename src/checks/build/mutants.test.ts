import { describe, expect, it } from 'vitest';
import type { AnyCheck, Facts } from '../../domain/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import type { Sources } from '../kit.ts';
import basePinned from './base-pinned.ts';
import cacheOrder from './cache-order.ts';
import libcCompatible from './libc-compatible.ts';
import multiStage from './multi-stage.ts';
import stages from './stages.ts';
import succeeds from './succeeds.ts';
import time from './time.ts';

const sourcesOf = (dockerfile: string | null) => ({ dockerfile, removed: [] as readonly string[] }) as Sources;
const seenOf = (text: string, more: object = {}) => ({
  dockerfile: dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} }),
  ...more,
});

/** Each mutant's level and title with what it makes: a text, another change, or null. */
function changesOf(check: AnyCheck, text: string | null, seen: object, asked: object = {}) {
  const facts = seen as Facts; // of each kind what matters
  const params: unknown = check.params.parse(asked);
  return [...check.mutants, ...(check.mutantsFor?.(facts as never, params) ?? [])].map((it) => {
    if (it.level !== 'S' && it.level !== 'B' && it.level !== 'J') return { title: it.title };
    const { level, title } = it;
    if (level === 'J') return { level, title, change: it.edit(facts, params) };
    const edited = level === 'S' ? it.edit(sourcesOf(text), params) : it.edit(sourcesOf(text), facts, params);
    return { level, title, change: edited, text: edited && 'dockerfile' in edited ? edited.dockerfile : null };
  });
}
const textsOf = (...given: Parameters<typeof changesOf>) => changesOf(...given).map(({ text }) => text ?? null);

it.each([
  [cacheOrder, {}],
  [succeeds, {}],
  [time, { target: '<2s' }],
  [stages, { target: '>=30%' }],
  [basePinned, { allowed: ['*'] }],
  [libcCompatible, {}],
  [multiStage, {}],
] as readonly (readonly [AnyCheck, object])[])(
  'edits no text that is not there, nor what nobody has seen',
  (check, asked) => {
    const params: unknown = check.params.parse(asked);
    for (const it of check.mutants) {
      if (it.level === 'S') expect(it.edit(sourcesOf(null), params)).toBeNull();
      if (it.level === 'B') {
        expect(it.edit(sourcesOf('FROM a\nCOPY . .\nRUN npm ci\n'), {}, params)).toBeNull();
        expect(it.edit(sourcesOf(null), {}, params)).toBeNull();
      }
    }
  },
);

describe('the order of the cache', () => {
  const text = 'FROM a\nCOPY p ./\nRUN npm ci\nCOPY src ./src\nCOPY lib ./lib\n';
  const touched = (files: readonly string[]) => ({ build: { touched: { files } } });

  it('is broken by sources above each install, and by the COPY below it', () => {
    const above = 'COPY . /tickproof-sources/';
    expect(textsOf(cacheOrder, text, seenOf(text, touched(['src/a.ts'])))).toEqual([
      text.replace('RUN', `${above}\nRUN`),
      'FROM scratch AS tickproof-sources\nCOPY ["src/a.ts","/"]\nFROM a\nCOPY p ./\nCOPY --from=tickproof-sources / /tickproof-sources/\nRUN npm ci\n',
      'FROM a\nCOPY p ./\nCOPY src ./src\nRUN npm ci\n\nCOPY lib ./lib\n',
    ]);
  });

  it('is left alone where nothing is installed, no source is known, or none is copied below', () => {
    expect(textsOf(cacheOrder, 'FROM a\nRUN make\n', seenOf('FROM a\nRUN make\n', touched(['make'])))).toEqual([
      null,
      null,
    ]);
    for (const build of [{ touched: null }, {}, { touched: { files: ['other'] } }]) {
      const [first, second, ...more] = textsOf(cacheOrder, text, seenOf(text, { build }));
      expect([first, more]).toEqual([expect.any(String), []]);
      expect(second === null).toBe(!build.touched);
    }
  });

  it('is broken for each install that a COPY stands below', () => {
    const two = `${text}RUN pip install -r r\nCOPY src/a.ts ./\n`;
    const changes = changesOf(cacheOrder, two, seenOf(two, touched(['src/a.ts'])));
    expect(changes.slice(2).map(({ title }) => title)).toEqual([
      '`COPY src ./src` moved above the install in line 3',
      '`COPY src/a.ts ./` moved above the install in line 6',
    ]);
  });
});

it('unpins each base where it is written', () => {
  const text =
    'FROM node:22 AS b\nRUN --mount=type=bind,from=quay.io/x/y:2,target=/y ls\nFROM b\nCOPY --from=busybox:1 /bin /bin\n';
  expect(textsOf(basePinned, text, seenOf(text), { allowed: ['*'] })).toEqual([
    text.replace('node:22', 'tickproof-base'),
    text.replace('node:22', 'tickproof-base:latest'),
    text.replace('node:22', 'tickproof.invalid/elsewhere:1'),
    text.replace('node:22', 'node'),
    text.replace('y:2', 'y'),
    text.replace('busybox:1', 'busybox'),
  ]);
  expect(textsOf(basePinned, 'ARG X=1\n', seenOf('ARG X=1\n'))).toEqual([null, null, null]);
  expect(changesOf(basePinned, 'FROM No Reference\n', seenOf('FROM No Reference\n'))).toHaveLength(3);
});

describe('the C library', () => {
  const text =
    'FROM node:22-slim AS b\nRUN npm ci\nFROM node:22-slim\nRUN apk add gcompat\nCOPY --from=b /node_modules /m\n';

  it('is another, without what makes up for it', () => {
    const [musl, ...bases] = textsOf(libcCompatible, text, seenOf(text));
    expect(musl).not.toContain('gcompat');
    expect(musl).toContain('FROM alpine:3.20 AS b');
    expect(musl).toContain('COPY --from=debian:bookworm-slim');
    expect(bases).toEqual([]); // the loader that stands in lets both bases pass
  });

  it('is another for the image alone, where that shows', () => {
    const plain = text.replace('RUN apk add gcompat\n', '');
    expect(textsOf(libcCompatible, plain, seenOf(plain)).slice(1)).toEqual([
      plain.replace('FROM node:22-slim\n', 'FROM alpine:3.20\n'),
    ]);
    expect(changesOf(libcCompatible, '', seenOf(''))).toHaveLength(1);
  });
});

it("puts a builder's own layer into the image, where one has any", () => {
  const facts = multiStage.example.facts ?? {};
  const [, leak] = changesOf(multiStage, null, facts);
  const ids = ['a', 'c', 'b'].map((letter) => `sha256:${letter.repeat(64)}`);
  expect(leak?.change).toMatchObject({ image: { identity: { diffIds: ids } } });
  expect(changesOf(multiStage, null, { ...facts, build: { stages: [] } })[1]?.change).toBeNull();
});

it('deletes each source that was sent and has a path of its own', () => {
  const source = (name: string, matches = 1) => ({ source: name, matches });
  const sources = ['a.txt', './b/', 'a.txt', '*.lock', '.', './', '../c', '$D', 'd\\ e'].map((it) => source(it));
  const facts = { context: { sources: [...sources, source('gone', 0)] } };
  expect(changesOf(succeeds, 'FROM a\n', facts).slice(2)).toMatchObject([
    { title: 'a.txt deleted', change: { removed: ['a.txt'] } },
    { title: 'b deleted', change: { removed: ['b'] } },
  ]);
});

describe('what stays behind', () => {
  const built = [
    { index: 0, discarded: true },
    { index: 1, discarded: false },
  ];
  const of = (target?: string, facts: object = { build: { stages: built } }) =>
    changesOf(stages, 'FROM a AS b\nRUN x\nFROM c\n', facts, target === undefined ? {} : { target });

  it('is less than a bound says', () => {
    expect(of('>=30%')).toMatchObject([
      { text: 'FROM a AS b\nRUN x\nFROM b\n' },
      { change: { build: { stages: [{ discarded: false }, { discarded: false }] } } },
      {
        title: '29.9 % against >=30%',
        change: {
          build: {
            stages: [
              {
                name: 'build',
                index: 0,
                discarded: true,
                sizeBytes: 299_000,
                layers: [{ label: 'left', sizeBytes: 299_000 }],
              },
              {
                name: 'image',
                index: 1,
                discarded: false,
                sizeBytes: 701_000,
                layers: [{ label: 'kept', sizeBytes: 701_000 }],
              },
            ],
          },
        },
      },
    ]);
  });

  it.each([
    ['>=0%', 0],
    ['>=0.1%', 1],
    ['<=99.9%', 1],
    ['<=100%', 0],
    [undefined, 0],
  ])('%s: has %s edges', (target, edges) => {
    expect(of(target).slice(2)).toHaveLength(edges);
  });

  it('cannot be less than nothing', () => {
    expect(of('>=0%').map(({ change }) => change)).toEqual([null, null]);
    expect(of().map(({ change }) => change)).toEqual([null, null]);
  });
});

describe('time', () => {
  const text = 'FROM a\nRUN make\n';
  const run = (elapsedMs: number, pullMs: number) => ({
    elapsedMs,
    pullMs,
    steps: [{ at: { startLine: 2 } }],
  });
  const of = (target: string, warm = run(700, 0)) =>
    changesOf(time, text, seenOf(text, { build: { cold: run(18_000, 2_000), warm } }), { target });
  const secondsOf = (dockerfile: string | null | undefined) => /sleep (\d+)/.exec(dockerfile ?? '')?.[1] ?? null;

  it.each([
    ['<2s', '3'],
    ['<=999ms', '1'],
    ['<=1s', '2'],
    ['<=10s', '11'],
    ['<=11s', null],
    ['>=1s', null],
  ])('%s is slept past where that is soon: %s s', (target, seconds) => {
    expect(secondsOf(of(target)[0]?.text)).toBe(seconds);
  });

  it.each([
    ['<5m', 700, 0, '3', '<2.1 s'],
    ['<5m', 700, 300, '2', '<1.6 s'],
    ['<5m', 0, 500, '1', '<1 s'],
    ['<5m', 1_334, 0, '4', '<3.1 s'],
  ])(
    'a bound of %s is brought near: warm %s ms, %s of them fetching: sleeps %s s against %s',
    (target, elapsed, pull, seconds, nearer) => {
      const near = of(target, run(elapsed, pull))[1];
      expect([secondsOf(near?.text), near?.title]).toEqual([seconds, expect.stringContaining(`judged by ${nearer}`)]);
    },
  );

  it.each([
    ['<5s', ['5000 ms', '5001 ms']],
    ['<=5s', ['5001 ms']],
    ['>5s', ['5000 ms', '4999 ms']],
    ['>=0s', []],
    ['<0s', ['0 ms', '1 ms']],
  ])('%s has edges at %j, without the time of fetching', (target, edges) => {
    const found = of(target).filter(({ level }) => level === 'J');
    expect(found.map(({ title }) => title)).toEqual(edges.map((edge) => `${edge} against ${target}`));
    expect(found.map(({ change }) => (change as Facts).build.cold.elapsedMs)).toEqual(
      edges.map((edge) => parseInt(edge, 10) + 2_000),
    );
  });
});
