import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checksOfFolders } from '../checks/static.ts';
import type { LintFinding } from '../domain/index.ts';
import { parseDockerfile } from '../formats/index.ts';
import { dockerfileFactsOf } from '../sensors/static.ts';
import { fixText, lintDockerfile, planLint } from './index.ts';

const plan = planLint(checksOfFolders, { profile: 'strict', only: [], skip: [], config: null });

const world = {
  find: (text: string) =>
    lintDockerfile(plan, {
      dockerfile: dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} }),
      context: null,
    }),
  faults: (text: string) => parseDockerfile('Dockerfile', text).problems.length,
};

/** Breaks each rule that has a fix somewhere, in lines that can stand together. */
const PLANTED = checksOfFolders.flatMap(({ mutants, example, params, sightings, fixes }) => {
  const [mutant] = mutants;
  if ((!sightings && !fixes) || mutant?.level !== 'S' || example.dockerfile === undefined) return [];
  const sources = { ignore: null, planted: [], removed: [], compose: {}, variables: {}, sent: [], model: null };
  const broken =
    mutant.edit({ ...sources, dockerfile: example.dockerfile }, params.parse(example.params ?? {}))?.dockerfile ?? null;
  return broken === null ? [] : [broken];
});

/** What the mutants do not break in a way that can be mended. */
const MORE = [
  'FROM a\nCMD ["node server.js"]\n',
  'FROM a\nWORKDIR /srv\nWORKDIR app\n',
  "FROM a\nCMD ['node', 'server.js']\n",
  'FROM debian:12\nRUN apt-get update && apt-get install -y wget && wget https://example.org/a\n',
  'FROM opensuse/leap:15\nRUN zypper install -y a && zypper install b\n',
  'FROM a\nRUN useradd -u 1234567 b\n',
  'FROM node:22\nRUN yarn install\n',
  'FROM a\nCOPY b c /d\n',
  'FROM a\nEXPOSE 127.0.0.1:80\n',
  'FROM --platform=linux/amd64 a\n',
  'FROM a\nRUN <<EOF\nmake\nmake install\nEOF\n',
  'FROM a\nONBUILD MAINTAINER b\n',
  'FROM python:3\nRUN pip install a==1\n',
  'FROM fedora:41\nRUN dnf install a\nRUN yum install b\n',
];
const BROKEN = [...PLANTED, ...MORE];

it('mends what rules of at least forty kinds find', () => {
  const mended = new Set(
    BROKEN.flatMap((text) =>
      world
        .find(text)
        .filter(({ fix }) => fix)
        .map(({ id }) => id),
    ),
  );
  expect(mended.size).toBeGreaterThanOrEqual(40);
});

it.each(BROKEN.map((text, index) => [index, text] as const))('mends a broken file for good: %i', (_, text) => {
  const fixed = fixText(text, world);
  expect(world.faults(fixed.text)).toBeLessThanOrEqual(world.faults(text));
  expect(fixText(fixed.text, world)).toEqual({ text: fixed.text, applied: 0 });
  // what cannot be mended further stays; nothing that was mended comes back
  expect(world.find(fixed.text).filter(({ fix }) => fix)).toEqual([]);
});

it('says of all that it mends that it can be mended, and of nothing else', () => {
  for (const profile of ['default', 'strict'] as const) {
    const asked = planLint(checksOfFolders, { profile, only: [], skip: [], config: null });
    for (const text of BROKEN) {
      const find = (it: string) =>
        lintDockerfile(asked, {
          dockerfile: dockerfileFactsOf({ path: 'Dockerfile', text: it, target: null, args: {} }),
          context: null,
        });
      const shown = (it: string) => find(it).filter(({ superseded }) => !superseded);
      const { faults } = world;
      const fixed = fixText(text, { find, faults });
      expect(fixText(text, { find: shown, faults }).text).toBe(fixed.text);
      expect([text, shown(text).some(({ fix }) => fix)]).toEqual([text, fixed.text !== text]);
    }
  }
});

it('mends any mixture of them, whatever the line ends and comments', () => {
  const pieces = BROKEN.map((text) => text.trimEnd());
  const mixture = fc
    .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 })
    .chain((texts) =>
      fc.constantFrom('\n', '\r\n').map((end) => `${texts.join('\n# kept\n').split('\n').join(end)}${end}`),
    );
  fc.assert(
    fc.property(mixture, (text) => {
      const fixed = fixText(text, world);
      expect(world.faults(fixed.text)).toBeLessThanOrEqual(world.faults(text));
      expect(fixText(fixed.text, world).text).toBe(fixed.text);
      const kept = (it: string) => it.split('# kept').length;
      expect(kept(fixed.text)).toBe(kept(text));
    }),
    { numRuns: 150 },
  );
});

const finding = (edits: readonly { start: number; end: number; text: string }[]): LintFinding => ({
  id: 'dockerfile/x',
  aliases: [],
  severity: 'info',
  message: 'x',
  at: { file: 'Dockerfile', startLine: 1, endLine: 1 },
  title: 'x',
  why: 'x',
  remedy: 'x',
  references: [],
  fix: { title: 'x', edits },
  superseded: false,
});

it('leaves the later one of two fixes that touch each other for the next pass', () => {
  const find = (text: string) =>
    text === 'ab' ? [finding([{ start: 0, end: 1, text: 'x' }]), finding([{ start: 1, end: 2, text: 'y' }])] : [];
  expect(fixText('ab', { find, faults: () => 0 })).toEqual({ text: 'xb', applied: 1 });
});

it('leaves out a fix after which the file cannot be read', () => {
  const find = () => [finding([{ start: 0, end: 4, text: 'FORM' }])];
  const { faults } = world;
  expect(fixText('FROM a\n', { find, faults })).toEqual({ text: 'FROM a\n', applied: 0 });
});

it('ends, also where a fix never comes to rest', () => {
  const find = (text: string) => [finding([{ start: 0, end: text.length, text: text === 'a' ? 'b' : 'a' }])];
  expect(fixText('a', { find, faults: () => 0 }).text).toMatch(/^[ab]$/);
});

it('applies both of two fixes that stand at the same place, one after the other', () => {
  const fixed = fixText('FROM debian:12\nRUN apt-get update && apt-get install git\n', world).text;
  expect(fixed).toContain('apt-get install --no-install-recommends -y git');
  const more = fixText('FROM debian:12\nRUN apt install git\n', world).text;
  expect(more).toContain('RUN apt-get update && apt-get install --no-install-recommends -y git');
});

it('leaves out the one fix that spoils the file, and applies all others', () => {
  const text = `FROM a\n${'x\n'.repeat(50)}`;
  const find = (it: string) =>
    it === text
      ? Array.from({ length: 50 }, (_, index) =>
          finding([{ start: 7 + 2 * index, end: 8 + 2 * index, text: index === 31 ? '!' : 'y' }]),
        )
      : [];
  const faults = (it: string) => (it.includes('!') ? 1 : 0);
  expect(fixText(text, { find, faults })).toEqual({
    text: `FROM a\n${Array.from({ length: 50 }, (_, index) => (index === 31 ? 'x\n' : 'y\n')).join('')}`,
    applied: 49,
  });
});

it('is done in a moment with a file of many fixes', () => {
  const text = `FROM a\n${'MAINTAINER x\n'.repeat(3000)}`;
  expect(fixText(text, world).text).not.toContain('MAINTAINER');
});
