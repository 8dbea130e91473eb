import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasEngine, verified } from './cli.ts';
import { idsOf, redOf } from './copies.ts';

const FIXTURE = join(import.meta.dirname, '../../examples/faults/slim-to-alpine');
const LOADER = '/lib64/ld-linux-x86-64.so.2';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tickproof-e2e-slim-to-alpine-')));
cpSync(FIXTURE, folder, { recursive: true, filter: (path) => !path.endsWith('.tickproof') });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = readFileSync(join(FIXTURE, 'Dockerfile'), 'utf8');
const lineOf = (start: string) => `Dockerfile:${text.split('\n').findIndex((line) => line.startsWith(start)) + 1}`;
const LINES = ['COPY --from=builder', 'FROM alpine', 'FROM python', 'RUN'].map(lineOf);

it('is refused before anything is built', () => {
  const { exitCode, record } = verified([folder, '--engine', 'none', '--proof', 'none']);
  expect(exitCode).toBe(1);
  const red = redOf(record);
  expect(Object.keys(red)).toEqual(['LIBC-1']);
  expect(red['LIBC-1']).toMatchObject({ reasons: ['abi-mismatch'], lines: LINES });
  expect(red['LIBC-1']?.messages[0]).toMatch(/python:3\.11-slim need glibc, and alpine:3\.20 has musl/);
});

describe.skipIf(!hasEngine)('when it is built all the same', () => {
  it('is refused with the loader that is missing, and does not start for the same cause', () => {
    const { exitCode, record } = verified([folder, '--proof', 'none']);
    expect(exitCode).toBe(1);
    expect(idsOf(record, 'pass')).toContain('build/succeeds');
    const red = redOf(record);
    expect(Object.keys(red).sort()).toEqual(['LIBC-1', 'LIBC-2', 'LIBC-3', 'image/entrypoint', 'run/starts']);
    expect(red['LIBC-2']).toMatchObject({
      reasons: ['loader-missing', 'library-missing'],
      files: expect.arrayContaining(['/opt/venv/bin/python']) as string[],
    });
    expect(red['LIBC-2']?.messages[0]).toContain(LOADER);
    expect(red['image/entrypoint']?.messages[0]).toContain(LOADER);
    expect(red['LIBC-3']?.reasons).toEqual(['healthcheck-tool-missing']);
    expect(red['run/starts']?.reasons).toEqual(['exited']);
    expect(red['run/starts']?.messages[0]).toMatch(/`\/opt\/venv\/bin\/python` is there, but the loader/);
  });
});
