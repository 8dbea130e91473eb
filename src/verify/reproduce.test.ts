import { expect, it } from 'vitest';
import type { Atom } from '../domain/index.ts';
import { exampleTarget, someCriterion } from '../../test/kit/index.ts';
import { reproduceFor } from './reproduce.ts';

const target = { ...exampleTarget({}), built: 'tickproof-k3f9x2ab-build:latest' };
const about = (atom: Atom) => someCriterion({ reads: [atom] });

it('lets the shell make the values that are made anew for each run, and quotes the rest', () => {
  const command = ['docker', 'run', '--rm', '-e', 'KEY=$(openssl rand -hex 32)', '-e', 'A=b c', target.built];
  expect(reproduceFor(about('run.state'), target, { command })).toEqual([
    `docker run --rm -e "KEY=$(openssl rand -hex 32)" -e 'A=b c' IMAGE`,
  ]);
});

it('names the folder as it was typed', () => {
  const typed = { ...target, subject: { kind: 'folder' as const, path: 'shop' } };
  expect(reproduceFor(about('dockerfile.stages'), typed, undefined)).toEqual(['tickproof inspect dockerfile shop']);
});
