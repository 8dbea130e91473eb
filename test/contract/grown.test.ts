import { describe, expect, it } from 'vitest';
import { grownDockerfiles } from '../../scripts/fuzz/grown.ts';
import { grownIgnoreFiles, grownProjects } from '../../scripts/fuzz/grown-others.ts';
import { checkCompose } from '../../scripts/fuzz/parsers.ts';
import { refusable } from '../../scripts/fuzz/ignore-files.ts';
import { PatternMatcher, readIgnoreFile } from '../../src/formats/ignorefile/index.ts';
import { dockerfileFactsOf } from '../../src/sensors/static.ts';
import { cpuMs } from '../kit/cpu.ts';

const MOST_RATIO = 3;
/** The processor's clock is coarse: what is shorter is done again and again. */
const LEAST_MS = 120;
const TRIES = 8;
/** Dockerfiles that took the square of their length once, and one of each other kind; `scripts/fuzz/grown.ts` has them all. */
const DOCKERFILES = new Set([
  'lines: relative WORKDIR',
  'lines: empty here-document',
  'lines: comment',
  'continued words',
  'braces in words',
  'quotes in words',
  'here-document heads',
  'lines of a here-document',
  'strings',
  'ENV pairs by each other',
  'flags',
  'triggers',
  'chained stages',
  'chained stages with ENV',
  'stages copied from',
  'stages by number',
  'ENV twice as long each time',
  'ENV names by the one before',
]);

/** Twice as much takes twice as long: the least of some ratios, for a machine that is busy makes them larger at most. */
function expectLinear(of: (n: number) => string, unit: number, work: (text: string) => void): void {
  const n = Math.max(200, Math.floor(12_000 / unit));
  const [one, two] = [of(n), of(2 * n)];
  work(one); // warm
  let times = 1;
  let doubled = cpuMs(() => work(two));
  for (; doubled < LEAST_MS && times < 64; times *= 2) doubled = cpuMs(() => again(2 * times, () => work(two)));
  if (doubled < LEAST_MS) return; // 128 times in no time: it cannot be measured
  const ratios = [doubled / cpuMs(() => again(times, () => work(one)))];
  while (Math.min(...ratios) >= MOST_RATIO && ratios.length < TRIES)
    ratios.push(cpuMs(() => again(times, () => work(two))) / cpuMs(() => again(times, () => work(one))));
  expect(Math.min(...ratios)).toBeLessThan(MOST_RATIO);
}

function again(times: number, work: () => void): void {
  for (let left = times; left > 0; left -= 1) work();
}

const unitOf = (of: (n: number) => string): number => Math.max(1, (of(60).length - of(50).length) / 10);

describe('a Dockerfile that is twice as long takes no more than twice as long to read', () => {
  it.each(grownDockerfiles.filter(({ name }) => DOCKERFILES.has(name)).map(({ name, of }) => [name, of] as const))(
    '%s',
    (_, of) => {
      expectLinear(of, unitOf(of), (text) => {
        dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} });
      });
    },
  );
});

describe('an ignore file that is twice as long takes no more than twice as long to read', () => {
  it.each(grownIgnoreFiles.map(({ name, of }) => [name, of] as const))('%s', (_, of) => {
    expectLinear(of, unitOf(of), (text) => {
      const { patterns } = readIgnoreFile('.dockerignore', text);
      refusable(() => new PatternMatcher(patterns.map((it) => it.text)).matchesOrParentMatches('a/b/c/d.txt'));
    });
  });
});

describe('a project that is twice as long takes no more than twice as long to load', () => {
  it.each(grownProjects.map(({ name, of }) => [name, of] as const))('%s', (_, of) => {
    expectLinear(of, unitOf(of), checkCompose);
  });
});
