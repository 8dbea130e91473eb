import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import check from './copy-sources-exist.ts';

const at = { file: 'Dockerfile', startLine: 2, endLine: 2 };
const source = { source: 'server.js', at, stage: 0, matches: 1, ignoredBy: null, nearest: null };

function verdict(dockerfile: string, ...sources: object[]) {
  return judged(check, {
    dockerfile: dockerfileFactsOf({ path: 'Dockerfile', text: dockerfile, target: null, args: {} }),
    context: { sources },
  });
}

it('names the nearest file for one that is missing', () => {
  const missing = verdict('FROM a\nCOPY server.js /\n', { ...source, matches: 0, nearest: 'serve.js' });
  expect(missing).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'copy-source-missing', evidence: [{ at: { startLine: 2 } }] }],
  });
  expect(JSON.stringify(missing)).toContain('serve.js');
});

it('names the rule that takes a source away', () => {
  const ignored = verdict('FROM a\nCOPY server.js /\n', {
    ...source,
    matches: 0,
    ignoredBy: { pattern: '*.js', line: 3 },
  });
  expect(ignored).toMatchObject({ status: 'fail', findings: [{ reason: 'copy-source-ignored' }] });
});

it('lets a pattern match nothing beside a source that is there, and not by itself', () => {
  const none = { ...source, matches: 0 };
  const statusOf = (text: string, ...sources: object[]) => verdict(`FROM a\n${text}\n`, ...sources).status;
  expect(statusOf('COPY server.js yarn.lock* /', source, { ...none, source: 'yarn.lock*' })).toBe('pass');
  expect(statusOf('COPY yarn.lock* /', { ...none, source: 'yarn.lock*' })).toBe('fail');
  expect(statusOf('COPY server.js yarn.lock /', source, { ...none, source: 'yarn.lock' })).toBe('fail');
  const below = { ...none, source: 'yarn.lock*', at: { file: 'Dockerfile', startLine: 3, endLine: 3 } };
  expect(statusOf('COPY server.js /\nCOPY yarn.lock* /', source, below)).toBe('fail');
});

it('leaves stages alone that nothing reaches', () => {
  expect(
    verdict('FROM a\nCOPY server.js /\nFROM a\nCOPY x /\n', { ...source, matches: 0 }, { ...source, stage: 1 }).status,
  ).toBe('pass');
});

it('does not apply where nothing is copied', () => {
  expect(verdict('FROM a\nRUN ls\n').status).toBe('inapplicable');
});

it('passes its example', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
});

it.each(['Dockerfile', 'docker/Dockerfile', 'app.dockerignore', '.dockerignore'])(
  'takes no %s away: the builder is always sent it',
  (path) => {
    const dockerfile = dockerfileFactsOf({
      path: 'Dockerfile',
      text: `FROM a\nCOPY ${path} /\n`,
      target: null,
      args: {},
    });
    const mutants = check.mutantsFor?.({ dockerfile, context: { sources: [{ ...source, source: path }] } }, {}) ?? [];
    expect(mutants.map(({ title }) => title).filter((title) => /ignore[ds]? |ignored$/.test(title))).toEqual([]);
  },
);

it('deletes only what is there, and no patterns', () => {
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text: 'FROM a\nCOPY x /\n', target: null, args: {} });
  const some = (sources: readonly object[]) =>
    check.mutantsFor?.({ dockerfile, context: { sources } } as never, {}) ?? []; // of a source only what is read
  expect(
    some([
      { ...source, source: '*.js' },
      { ...source, matches: 0 },
    ]),
  ).toEqual([]);
  expect(some([source, source]).length).toBe(some([source]).length);
  expect(some([source]).length).toBeGreaterThan(0);
});

it('does not apply where there is no stage', () => {
  expect(verdict('')).toMatchObject({ status: 'inapplicable', because: 'there is no build stage to look at' });
});
