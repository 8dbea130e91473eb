import { expect, it } from 'vitest';
import type { Diagnosis } from '../../domain/index.ts';
import { diagnose, type Symptoms } from './index.ts';

const log = (...lines: string[]): Symptoms => ({ lines, exitCode: 1 });

const table: readonly [string, Symptoms, Diagnosis['kind'], RegExp][] = [
  [
    'a module that Node does not find',
    log("Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /app/server.js"),
    'module-missing',
    /express/,
  ],
  [
    'a file that Node is told to run',
    log("Error: Cannot find module '/app/server.js'", "  code: 'MODULE_NOT_FOUND',"),
    'module-missing',
    /\/app\/server\.js/,
  ],
  [
    'an env file that compose does not find',
    log('env file /srv/app/web.env not found: stat /srv/app/web.env: no such file or directory'),
    'file-missing',
    /Compose needs .*web\.env/,
  ],
  [
    'a module that Python does not find',
    log('Traceback (most recent call last):', "ModuleNotFoundError: No module named 'src.mcp_server'"),
    'module-missing',
    /src\.mcp_server/,
  ],
  [
    'python -m of a package that is not there',
    log('/usr/local/bin/python: No module named tmws'),
    'module-missing',
    /tmws/,
  ],
  [
    'a library',
    log('app: error while loading shared libraries: libpq.so.5: cannot open shared object file'),
    'module-missing',
    /libpq/,
  ],
  [
    'a file that Python is told to run',
    log("python: can't open file '/app/main.py': [Errno 2] No such file or directory"),
    'file-missing',
    /main\.py/,
  ],
  [
    'a file that Node opens',
    log("Error: ENOENT: no such file or directory, open '/app/config.json'"),
    'file-missing',
    /config\.json/,
  ],
  [
    'a volume that belongs to root',
    log("PermissionError: [Errno 13] Permission denied: '/app/data/tmws.db'"),
    'permission-denied',
    /\/app\/data/,
  ],
  [
    'a folder that Node may not make',
    log("Error: EACCES: permission denied, mkdir '/app/logs'"),
    'permission-denied',
    /\/app\/logs/,
  ],
  ['a privileged port', log('Error: listen EACCES: permission denied 0.0.0.0:80'), 'permission-denied', /Port 80/],
  [
    'a write to a read-only root',
    log("Error: EROFS: read-only file system, open '/app/cache/x'"),
    'read-only',
    /\/app\/cache\/x/,
  ],
  [
    'a write by a shell to a read-only root',
    log('/bin/sh: 1: cannot create /app/pid: Read-only file system'),
    'read-only',
    /\/app\/pid/,
  ],
  ['a port that is taken', log('Error: listen EADDRINUSE: address already in use :::8000'), 'port-in-use', /8000/],
  ['another processor', log('exec /usr/local/bin/node: exec format error'), 'wrong-architecture', /processor/],
  [
    'an old glibc',
    log("/app/tool: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /app/tool)"),
    'wrong-libc',
    /GLIBC_2\.38/,
  ],
  [
    'a musl loader that is not there',
    log('exec /usr/bin/server: no such file or directory'),
    'wrong-libc',
    /\/usr\/bin\/server/,
  ],
  [
    'glibc on musl',
    log('Error relocating /app/x.node: __memcpy_chk: symbol not found'),
    'wrong-libc',
    /another C library/,
  ],
  [
    'the kernel ended it',
    { lines: [], exitCode: 137, oomKilled: true, memoryLimitBytes: 64e6 },
    'out-of-memory',
    /64 MB/,
  ],
  [
    'the heap is full',
    log('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'),
    'out-of-memory',
    /memory/,
  ],
  [
    'a variable that is required',
    log('ERROR TMWS_SECRET_KEY is required and must have 32 characters'),
    'variable-missing',
    /TMWS_SECRET_KEY/,
  ],
  [
    'a variable that compose wants',
    log('required variable TMWS_SECRET_KEY is missing a value: set it in .env'),
    'variable-missing',
    /TMWS_SECRET_KEY/,
  ],
  ['a variable that Python looks up', log("KeyError: 'DATABASE_URL'"), 'variable-missing', /DATABASE_URL/],
  [
    'a variable that pydantic wants',
    log(
      'pydantic_core.ValidationError: 1 validation error for Settings',
      'secret_key',
      '  Field required [type=missing]',
    ),
    'variable-missing',
    /SECRET_KEY/,
  ],
  [
    'a variable named after the words',
    log('Missing required environment variable: API_TOKEN'),
    'variable-missing',
    /API_TOKEN/,
  ],
  ['uv in a build', log('/bin/sh: 1: uv: not found'), 'tool-missing', /`uv`/],
  ['uv in a build with bash', log('/bin/bash: line 1: uv: command not found'), 'tool-missing', /`uv`/],
  [
    'a command that is not there',
    { lines: [], error: 'exec: "serve": executable file not found in $PATH: unknown' },
    'command-missing',
    /`serve`/,
  ],
  [
    'a command without its bit',
    { lines: [], error: 'exec: "/app/run.sh": permission denied: unknown' },
    'permission-denied',
    /run\.sh/,
  ],
  ['an authority that is not known', log('Error: unable to get local issuer certificate'), 'certificate', /trusted/],
  [
    'a name that does not resolve',
    log('Error: getaddrinfo ENOTFOUND host.docker.internal'),
    'host-unreachable',
    /no address/,
  ],
  [
    'a host service on loopback',
    log('connect ECONNREFUSED 172.17.0.1:11434'),
    'host-unreachable',
    /loopback|127\.0\.0\.1/,
  ],
  ['a database that is not up', log('connect ECONNREFUSED db:5432 via http://db:5432'), 'host-unreachable', /db:5432/],
  ['nothing that is known', log('something odd'), 'unknown', /exit code 1/],
];

it.each(table)('names %s', (_, symptoms, kind, cause) => {
  const found = diagnose(symptoms);
  expect(found?.kind).toBe(kind);
  expect(found?.cause).toMatch(cause);
  expect(found?.evidence.length).toBeGreaterThan(0);
  expect(found?.remedy).not.toBe('');
});

it.each([
  'OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown',
  '/bin/sh: 1: curl: not found',
])('says that the tool of the health check is missing: %s', (output) => {
  expect(diagnose({ lines: [], probes: [{ exitCode: 127, output }], healthTest: ['CMD', 'curl'] })).toMatchObject({
    kind: 'health-tool-missing',
    cause: expect.stringContaining('curl'),
  });
});

it('tells a listener on loopback from none at all', () => {
  const loopback = { port: 8000, address: '127.0.0.1', loopback: true };
  expect(diagnose({ lines: [], asked: { port: 8000 }, listening: [loopback] })?.kind).toBe('loopback-only');
  expect(diagnose({ lines: [], asked: { port: 9000 }, listening: [loopback] })?.kind).toBe('not-listening');
  expect(
    diagnose({ lines: [], asked: { port: 8000 }, listening: [{ ...loopback, address: '0.0.0.0', loopback: false }] }),
  ).toBe(null);
});

it('tells the two ways in which a host cannot be reached', () => {
  const url = 'http://host.docker.internal:11434/api/tags';
  expect(diagnose({ lines: [], reach: { url, message: 'ENOTFOUND host.docker.internal' } })?.remedy).toMatch(
    'host-gateway',
  );
  expect(diagnose({ lines: [], reach: { url, message: 'ECONNREFUSED' } })?.remedy).toMatch('0.0.0.0');
  expect(diagnose({ lines: [], reach: { url: 'http://localhost:11434', message: 'ECONNREFUSED' } })?.cause).toMatch(
    'itself',
  );
});

it('does not take a level or an error code for a variable', () => {
  expect(diagnose(log('ERROR: a value is required'))?.kind).toBe('unknown');
});

it('says nothing of a service that runs and complains of nothing', () => {
  expect(diagnose({ lines: ['listening on 8000'] })).toBe(null);
});

it('masks secrets in what it shows', () => {
  const [evidence] =
    diagnose(log("ENOENT: open '/x' with API_KEY=sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD"))?.evidence ?? [];
  expect(evidence).not.toMatch('abcdefghijklmnopqrstuvwxyz0123456789');
});
