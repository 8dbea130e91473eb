import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compile, moduleOf, TARGETS, toolchain } from '../../../scripts/helper-build.ts';
import { TickproofError } from '../../domain/index.ts';
import { helperIn } from './index.ts';
import { PROGRAMS } from './programs.ts';

const scratch = fs.mkdtempSync(join(tmpdir(), 'helper-test-'));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

describe.each(TARGETS)('the program for $architecture', (target) => {
  const program = PROGRAMS[target.architecture];
  const bytes = Buffer.from(program.base64, 'base64');

  it('is what its digest and its size say', () => {
    expect(bytes.length).toBe(program.size);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(program.sha256);
    expect(program.size).toBeLessThan(12 * 1024);
  });

  it('needs no loader, has no stack that executes, and nothing that is written and executed', () => {
    const MACHINES = { amd64: 62, arm64: 183 };
    expect(bytes.subarray(0, 6).toString('latin1')).toBe('\x7fELF\x02\x01');
    expect(bytes.readUInt16LE(16)).toBe(2); // of fixed addresses
    expect(bytes.readUInt16LE(18)).toBe(MACHINES[target.architecture]);
    const segments = Array.from({ length: bytes.readUInt16LE(56) }, (_, index) => {
      const at = Number(bytes.readBigUInt64LE(32)) + index * bytes.readUInt16LE(54);
      return { type: bytes.readUInt32LE(at), flags: bytes.readUInt32LE(at + 4) };
    });
    const [LOAD, DYNAMIC, INTERPRETER, STACK] = [1, 2, 3, 0x6474e551];
    expect(segments.map(({ type }) => type)).toContain(LOAD);
    expect(segments.map(({ type }) => type)).not.toContain(DYNAMIC);
    expect(segments.map(({ type }) => type)).not.toContain(INTERPRETER);
    expect(segments.find(({ type }) => type === STACK)?.flags).toBe(6);
    expect(segments.filter(({ flags }) => (flags & 3) === 3 && flags !== 6)).toEqual([]);
  });

  it('is what its source compiles to', ({ skip }) => {
    const here = toolchain(target);
    if (here !== program.toolchain) {
      process.stderr.write(`SKIPPED: ${target.architecture} was compiled with ${program.toolchain}; here is ${here}\n`);
      skip();
    }
    expect(compile(target).equals(bytes)).toBe(true);
  });
});

it('is carried by the module that the script writes', () => {
  const compiled = TARGETS.map((target) => ({
    ...PROGRAMS[target.architecture],
    target,
    bytes: Buffer.from(PROGRAMS[target.architecture].base64, 'base64'),
  }));
  expect(moduleOf(compiled)).toBe(fs.readFileSync(new URL('programs.ts', import.meta.url), 'utf8'));
});

describe('a helper that is kept', () => {
  const file = join(scratch, 'helper', PROGRAMS.amd64.sha256, 'helper');

  it('is executable by everybody, wherever the folder is asked for', () => {
    const umask = process.umask(0o077);
    expect(helperIn(scratch)('amd64')).toBe(file);
    process.umask(umask);
    expect(fs.statSync(file).mode & 0o777).toBe(0o755);
    expect(fs.readFileSync(file).toString('base64')).toBe(PROGRAMS.amd64.base64);
    expect(fs.readdirSync(join(file, '..'))).toEqual(['helper']);
  });

  it('is left alone as long as it is right', () => {
    const before = fs.statSync(file).ino;
    helperIn(scratch)('amd64');
    expect(fs.statSync(file).ino).toBe(before);
  });

  it.each<readonly [string, () => void]>([
    ['other bytes', () => fs.appendFileSync(file, 'x')],
    ['a mode that keeps others out', () => fs.chmodSync(file, 0o700)],
    ['a link elsewhere', () => (fs.rmSync(file), fs.symlinkSync('/bin/sh', file))],
  ])('is written anew after %s', (_, spoil) => {
    spoil();
    expect(helperIn(scratch)('amd64')).toBe(file);
    expect(fs.lstatSync(file).mode & 0o170777).toBe(0o100755);
    expect(fs.readFileSync(file).toString('base64')).toBe(PROGRAMS.amd64.base64);
  });

  it('exists for two architectures and no other', () => {
    expect(helperIn(scratch)('arm64')).toBe(join(scratch, 'helper', PROGRAMS.arm64.sha256, 'helper'));
    expect(['arm', 's390x', '', '__proto__', 'constructor'].map(helperIn(scratch))).toEqual(Array(5).fill(null));
  });

  it('says where it could not be kept', () => {
    fs.writeFileSync(join(scratch, 'file'), '');
    expect(() => helperIn(join(scratch, 'file'))('amd64')).toThrow(TickproofError);
    expect(() => helperIn(join(scratch, 'file'))('amd64')).toThrow(
      /Could not keep the helper program at .*there is a file of that name/,
    );
  });
});
