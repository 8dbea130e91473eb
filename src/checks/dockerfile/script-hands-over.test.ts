import { describe, expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import check from './script-hands-over.ts';

/** The verdict where a container of these lines starts `entry.sh`, which holds this text. */
const on = (script: string, lines = 'COPY entry.sh /\nENTRYPOINT ["/entry.sh"]', path = 'entry.sh') =>
  judgedOn(check, {
    dockerfile: `FROM node:22\n${lines}\n`,
    context: [
      { path, sizeBytes: script.length, text: script },
      { path: 'server.js', sizeBytes: 1, text: ';' },
    ],
  });
const statusOf = async (...given: Parameters<typeof on>) => (await on(...given)).status;

const WAITS = '#!/bin/sh\nset -e\n"$@"\n';

it('objects to a script that waits for what it is given, at the instruction and at the line', async () => {
  expect(await on(WAITS)).toMatchObject({
    status: 'fail',
    findings: [
      {
        reason: 'waits-for-child',
        message: 'entry.sh ends with `"$@"` (line 3) without `exec`: the shell stays, and passes no signal on',
        evidence: [
          { text: 'ENTRYPOINT ["/entry.sh"]', at: { file: 'Dockerfile', startLine: 3 } },
          { text: '"$@"', at: { file: 'entry.sh', startLine: 3, endLine: 3 } },
        ],
      },
    ],
  });
});

it('shows how a script ends that hands over', async () => {
  expect(await on('#!/bin/sh\nset -e\nexec "$@"\n')).toMatchObject({
    status: 'pass',
    evidence: [{ kind: 'file', path: 'entry.sh', detail: 'ends with exec "$@"' }],
  });
});

describe('a script waits', () => {
  it.each([
    ['for its arguments, however they are written', '$*'],
    ['in braces', '"${@}"'],
    ['for a program that serves', 'node server.js'],
    ['for one by its path', '/usr/local/bin/python3.12 app.py'],
    ['with its output sent elsewhere', 'java -jar app.jar > log 2>&1'],
    ['behind what has to succeed', 'migrate && gunicorn app:app'],
    ['beside what runs behind it', 'worker & nginx -g "daemon off;"'],
    ['though something is closed above', 'if [ -n "$A" ]; then migrate; fi\n"$@"'],
    ['though a comment, or nothing, follows', '"$@" ;\n# started\n\n'],
    ['though its output is sent on by exec', 'exec 2>&1\n"$@"'],
  ])('%s', async (_, text) => {
    expect(await statusOf(`#!/bin/sh\n${text}`)).toBe('fail');
  });

  it.each(['#!/bin/bash', '#!/usr/bin/env bash', '#! /usr/bin/env -S dash', '#!/bin/sh -eu', '#!/bin/sh\r'])(
    'by %j',
    async (first) => {
      expect(await statusOf(`${first}\n"$@"\n`)).toBe('fail');
    },
  );
});

describe('it is not known what a script does', () => {
  it.each([
    ['with signals that it traps', 'trap stop TERM\n"$@"'],
    ['by a function', 'main() { "$@"; }\nmain "$@"'],
    ['at the end of a branch', 'if true; then exec a; else "$@"\nfi'],
    ['in a loop', 'until\n"$@"\ndo sleep 1; done'],
    ['with what a pipe takes', 'feed | node server.js'],
    ['only where something else failed', 'true || "$@"'],
    ['behind it', '"$@" &'],
    ['in a shell of its own', '( "$@" )'],
    ['by a program of which nobody knows', 'my-own-tool'],
    ['to its output alone', '"$@"\nexec 2>&1'],
  ])('%s', async (_, text) => {
    expect(await on(`#!/bin/sh\n${text}\n`)).toMatchObject({
      status: 'inconclusive',
      because: 'what entry.sh ends with is not known',
    });
  });
});

it('takes the last exec of a branch for the end', async () => {
  expect(await statusOf('#!/bin/sh\nif true; then\n  exec a\nelse\n  exec "$@"\nfi\n')).toBe('pass');
});

describe('nothing is said', () => {
  it.each([
    ['of what another program reads', '#!/usr/bin/env python3\nnode\n'],
    ['of a script that an init reads', '#!/usr/bin/with-contenv bash\n"$@"\n'],
    ['of a shell of a longer name', '#!/bin/shell\n"$@"\n'],
    ['of an empty script', '#!/bin/sh\n# nothing\n'],
    ['of what is no script', '"$@"\n'],
    ['of what is no text', '#!/bin/sh\n"$@"\n\0'],
  ])('%s', async (_, text) => {
    expect(await statusOf(text)).toBe('inapplicable');
  });

  it.each([
    'COPY entry.sh /\nCMD ["node", "server.js"]',
    'COPY entry.sh /\nENTRYPOINT /entry.sh',
    'COPY entry.sh /\nENTRYPOINT ["tini", "--", "/entry.sh"]',
    'COPY entry.sh /\nENTRYPOINT ["sh", "-c", "/entry.sh"]',
    'COPY entry.sh /\nENTRYPOINT ["sh", "/entry.sh", "-c"]\nENTRYPOINT ["sh"]',
    'COPY entry.sh /\nENTRYPOINT ["/other/entry.sh"]',
    'COPY entry.sh /opt/\nENTRYPOINT ["entry.sh"]',
    'RUN --mount=type=bind,source=entry.sh /entry.sh\nENTRYPOINT ["/entry.sh"]',
    'COPY server.js /entry.sh\nENTRYPOINT ["/entry.sh"]',
    'COPY entry.sh /\nFROM node:22\nENTRYPOINT ["/entry.sh"]',
    'COPY entry.sh /\nENTRYPOINT []',
    'COPY entry.sh /',
  ])('of %j', async (lines) => {
    expect(await statusOf(WAITS, lines)).toBe('inapplicable');
  });
});

describe('the script is found', () => {
  it.each([
    'COPY entry.sh /\nCMD ["/entry.sh"]',
    'COPY entry.sh /\nENTRYPOINT []\nCMD ["/entry.sh"]',
    'COPY entry.sh /\nCMD ["sh", "-e", "/entry.sh"]',
    'COPY entry.sh /\nCMD ["/bin/bash", "entry.sh", "-c"]',
    'ADD entry.sh /usr/local/bin\nENTRYPOINT ["entry.sh"]',
    'COPY entry.sh /bin/\nENTRYPOINT ["entry.sh", "serve"]',
    'WORKDIR /app\nCOPY . .\nENTRYPOINT ["./entry.sh"]',
    'WORKDIR /app\nWORKDIR run\nCOPY *.sh ./\nENTRYPOINT ["/app/run/entry.sh"]',
    'COPY entry.sh /\nCOPY server.js /app/\nENTRYPOINT ["/entry.sh"]',
    'COPY entry.sh /usr/bin/start\nENTRYPOINT ["start"]',
    'COPY ["server.js", "./entry.sh", "/app/"]\nENTRYPOINT ["/app/entry.sh"]',
    'FROM scratch AS base\nWORKDIR /a\nCOPY entry.sh .\nFROM base\nENTRYPOINT ["./entry.sh"]',
  ])('by %j', async (lines) => {
    expect(await statusOf(WAITS, lines)).toBe('fail');
  });

  it('in a folder that is copied', async () => {
    const lines = 'COPY docker /opt\nENTRYPOINT ["/opt/bin/entry.sh"]';
    expect(await statusOf(WAITS, lines, 'docker/bin/entry.sh')).toBe('fail');
    expect(await statusOf(WAITS, 'COPY . /srv\nENTRYPOINT ["/srv/bin/entry.sh"]', 'bin/entry.sh')).toBe('fail');
  });
});

describe('of several scripts', () => {
  const both = (entry: string, start: string, lines: string) =>
    judgedOn(check, {
      dockerfile: `FROM node:22\nCOPY *.sh /\n${lines}\n`,
      context: [
        { path: 'entry.sh', sizeBytes: entry.length, text: entry },
        { path: 'start.sh', sizeBytes: start.length, text: start },
      ],
    });
  const LINES = 'ENTRYPOINT ["/entry.sh"]\nCMD ["/start.sh"]';

  it('the one that the first is given is looked at too', async () => {
    for (const handed of ['exec "$@"', 'exec gosu app "${@}"', 'exec su-exec app $*'])
      expect(await both(`#!/bin/sh\n${handed}\n`, '#!/bin/sh\nnode server.js\n', LINES)).toMatchObject({
        status: 'fail',
        findings: [{ evidence: [{ at: { startLine: 4 } }, { at: { file: 'start.sh', startLine: 2 } }] }],
      });
    expect(await both('#!/bin/sh\nexec "$@"\n', '#!/bin/sh\nexec node server.js\n', LINES)).toMatchObject({
      evidence: [{ path: 'entry.sh' }, { path: 'start.sh' }],
    });
  });

  it('not the one that the first never runs', async () => {
    expect(await both('#!/bin/sh\nexec node a.js\n', WAITS, LINES)).toMatchObject({ status: 'pass' });
  });

  it('the one that is copied last to a path is meant', async () => {
    const good = '#!/bin/sh\nexec "$@"\n';
    const lines = 'COPY start.sh /entry.sh\nENTRYPOINT ["/entry.sh"]';
    expect(await both(good, WAITS, lines)).toMatchObject({ status: 'fail' });
    expect(await both(WAITS, good, lines)).toMatchObject({ status: 'pass' });
  });
});
