import { expect, it } from 'vitest';
import { checksOfProjects } from '../checks/static-compose.ts';
import { checksOfFolders } from '../checks/static.ts';
import { dockerfileFactsOf } from '../sensors/static.ts';
import { askedIn, lintDockerfile, planLint } from './index.ts';

const checks = [...checksOfFolders, ...checksOfProjects];
const planOf = (profile: 'default' | 'strict') => planLint(checks, { profile, only: [], skip: [], config: null });

function idsIn(text: string): readonly string[] {
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} });
  const findings = lintDockerfile(planOf('strict'), { dockerfile, context: null });
  return findings.filter(({ superseded }) => !superseded).map(({ id }) => id);
}

it('asks everything that needs no parameters in the strict profile', () => {
  const asked = (profile: 'default' | 'strict') => planOf(profile).rules.filter(({ onRequest }) => !onRequest);
  const needless = checks.filter(({ reads, params }) => {
    const isStatic = (reads as readonly string[]).every((atom) => /^(?:dockerfile|context|compose)\./.test(atom));
    return isStatic && params.safeParse({}).success;
  });
  expect(asked('strict').map(({ check }) => check.id)).toEqual(needless.map(({ id }) => id));
  expect(asked('default').length).toBeLessThan(needless.length);
});

it('tells each thing once in the strict profile too', () => {
  const text = [
    'FROM debian:latest',
    'ARG API_TOKEN=x',
    'RUN apt-get update && apt-get install -y --no-install-recommends curl=8',
    'CMD curl x',
    '',
  ].join('\n');
  const found = idsIn(text);
  for (const id of [
    'build/base-pinned',
    'build/no-secret-args',
    'dockerfile/caches-left',
    'dockerfile/exec-form-command',
  ])
    expect(found).not.toContain(id);
  const better = ['base-not-latest', 'no-secret-variables', 'apt-lists-removed', 'exec-form'];
  expect(found).toEqual(expect.arrayContaining(better.map((name) => `dockerfile/${name}`)));
});

it('says in which profile a check is asked', () => {
  const profileOf = (id: string) => checks.filter((check) => check.id === id).map(askedIn);
  expect(profileOf('dockerfile/no-sudo')).toEqual(['default']);
  expect(profileOf('dockerfile/apt-pinned')).toEqual(['strict']);
  expect(profileOf('build/base-pinned')).toEqual(['strict']);
  expect(profileOf('compose/environment')).toEqual([null]);
  expect(profileOf('compose/clean-machine')).toEqual([null]);
});
