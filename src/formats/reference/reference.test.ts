import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesReference, parseReference } from './index.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;

it.each([
  ['node', 'docker.io', 'library/node', null, 'node', 'docker.io/library/node:latest'],
  ['node:22-slim', 'docker.io', 'library/node', '22-slim', 'node:22-slim', 'docker.io/library/node:22-slim'],
  ['docker.io/library/node:22', 'docker.io', 'library/node', '22', 'node:22', 'docker.io/library/node:22'],
  ['team/app', 'docker.io', 'team/app', null, 'team/app', 'docker.io/team/app:latest'],
  ['localhost/app:1', 'localhost', 'app', '1', 'localhost/app:1', 'localhost/app:1'],
  ['host:5000/a/b:1', 'host:5000', 'a/b', '1', 'host:5000/a/b:1', 'host:5000/a/b:1'],
  [
    'gcr.io/distroless/static:nonroot',
    'gcr.io',
    'distroless/static',
    'nonroot',
    'gcr.io/distroless/static:nonroot',
    'gcr.io/distroless/static:nonroot',
  ],
])('reads %s', (text, registry, repository, tag, familiar, normalized) => {
  expect(parseReference(text)).toMatchObject({ registry, repository, tag, familiar, normalized, digest: null });
});

it('reads tag and digest together', () => {
  expect(parseReference(`host:5000/a:1@${DIGEST}`)).toMatchObject({ tag: '1', digest: DIGEST, name: 'host:5000/a' });
});

it.each(['', 'Node', 'a//b', ':1', 'a:', 'a@sha256:1', 'a b', 'a/B', '-a', `a:${'x'.repeat(129)}`, 'a'.repeat(256)])(
  'refuses %j',
  (text) => {
    expect(parseReference(text)).toBeNull();
  },
);

it('gives back what it read: its whole form reads the same', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9]{1,8}(?:\.[a-z]{2,3})?(?::\d{1,4})?(?:\/[a-z0-9]{1,8}){0,3}(?::[\w.-]{1,8})?$/),
      (text) => {
        const read = parseReference(text);
        fc.pre(read !== null);
        expect(parseReference(read?.normalized ?? '')?.normalized).toBe(read?.normalized);
        expect(parseReference(read?.familiar ?? '')?.repository).toBe(read?.repository);
      },
    ),
  );
});

it('matches patterns in any spelling', () => {
  expect(matchesReference('node:22', ['docker.io/library/*'])).toBe(true);
  expect(matchesReference('node:22', ['node'])).toBe(true);
  expect(matchesReference('node:22', ['nod', 'node:2'])).toBe(false);
});
