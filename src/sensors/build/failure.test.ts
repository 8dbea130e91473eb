import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { dockerfileFactsOf } from '../dockerfile/index.ts';
import { failureOf } from './failure.ts';

const dockerfile = dockerfileFactsOf({
  path: 'Dockerfile',
  text: 'FROM node:20 AS a\nCOPY lost.txt /\nRUN npm ci\nFROM node:20\nCOPY --from=a /dist /app\n',
  target: null,
  args: {},
});

function fail(
  name: string | null,
  error: string,
  log: readonly string[] = [],
  message = `ERROR: failed to solve: ${error}`,
) {
  const vertex = { digest: 'd', name: name ?? '', startedMs: 0, completedMs: 1, cached: false, error, log };
  const cancelled = { ...vertex, digest: 'c', name: '[a 3/3] RUN npm ci', error: 'context canceled' };
  const vertexes = name === null ? [] : [cancelled, vertex];
  return failureOf({ succeeded: false, elapsedMs: 1, vertexes, message, engineId: null }, { dockerfile });
}

it('names a source that is missing, without the numbers of the builder', () => {
  const said = 'failed to calculate checksum of ref abc::def: "/lost.txt": not found';
  expect(fail('[a 2/3] COPY lost.txt /', said)).toMatchObject({
    reason: 'copy-source-missing',
    message: '/lost.txt is not in what the context sends',
    at: { startLine: 2 },
    diagnosis: null,
  });
  const lstat = 'lstat /var/lib/x/buildkit-mount123/dist: no such file or directory';
  expect(fail('[stage-1 2/2] COPY --from=a /dist /app', lstat)).toMatchObject({
    reason: 'copy-source-missing',
    message: '/dist is not in `a`',
    at: { startLine: 5 },
  });
});

it('finds the FROM of a base that is not to be had, and tells no way from no such image', () => {
  const name = '[internal] load metadata for docker.io/library/node:20';
  expect(fail(name, 'failed to do request: dial tcp: lookup registry on 10.0.0.1: no such host')).toMatchObject({
    reason: 'base-missing',
    at: { startLine: 1 },
    diagnosis: { kind: 'host-unreachable' },
  });
  expect(fail(name, 'pull access denied, repository does not exist')).toMatchObject({ diagnosis: { kind: 'unknown' } });
});

it.each([
  ['tool-missing', ['/bin/sh: 1: uv: not found'], 'exit code: 127'],
  ['certificate', ['npm error Exit handler never called!'], 'exit code: 1'],
  ['certificate', ['npm error code SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in chain'], 'exit code: 1'],
  ['disk-full', ['cp: write error: No space left on device'], 'exit code: 1'],
  ['module-missing', ["Error: Cannot find module './x'"], 'exit code: 1'],
])('sees why a command failed: %s', (kind, log, code) => {
  const error = `process "/bin/sh -c npm ci" did not complete successfully: ${code}`;
  expect(fail('[a 3/3] RUN npm ci', error, log)).toMatchObject({
    reason: 'build-failed',
    at: { startLine: 3 },
    log,
    diagnosis: { kind },
  });
});

it('asks for a secret that was not given', () => {
  expect(fail('[a 3/3] RUN npm ci', 'secret ca: not found').diagnosis?.cause).toContain('`ca`');
});

it('takes the place from the client where no step is to blame', () => {
  const message =
    'Dockerfile:3\n----\n 3 | >>> RUM\nERROR: failed to solve: dockerfile parse error on line 3: unknown instruction';
  expect(fail(null, '', [], message)).toMatchObject({
    reason: 'build-failed',
    message: 'failed to solve: dockerfile parse error on line 3: unknown instruction',
    at: { startLine: 3 },
  });
  expect(fail(null, '', [], 'ERROR: failed to solve: the Dockerfile cannot be empty').at).toBeNull();
});

it('masks what looks like a secret in the last words', () => {
  const token = `ghp_${createHash('sha256').update('a token').digest('hex').slice(0, 36)}`;
  const seen = fail('[a 3/3] RUN npm ci', `process "x ${token}": exit code: 1`, [`token ${token}`]);
  expect(JSON.stringify(seen)).not.toContain(token);
});
