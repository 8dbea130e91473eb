import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTENT_ADDRESS, smallElf, smallMach, smallPe } from '../../../../test/kit/small-executables.ts';
import { readBuildInfo } from './build-info.ts';
import { goBinary } from './go-binary.ts';
import { goMod, leastLibrary, modulesOf, readGoMod } from './go-mod.ts';
import { readGoSum } from './go-sum.ts';
import { packagesOf } from './modules.ts';

const MARK = Buffer.alloc(16, 0xaa);
const MODULES =
  'path\texample.org/app/cmd\nmod\texample.org/app\t(devel)\t\ndep\texample.org/lib\tv1.2.0\th1:aa=\n=>\texample.org/fork\tv1.2.1\th1:bb=\nbuild\t-compiler=gc\n';
const text = (modules: string) => Buffer.concat([MARK, Buffer.from(modules), MARK]);

function inline(version: string, modules: string): Buffer {
  const header = Buffer.alloc(32);
  header.write('\xff Go buildinf:', 'latin1');
  header.set([8, 2], 14);
  const body = text(modules);
  const length = Buffer.from([(body.length & 0x7f) | 0x80, body.length >> 7]);
  return Buffer.concat([header, Buffer.from([version.length]), Buffer.from(version), length, body]);
}

/** The layout before Go 1.18: addresses of strings, which are addresses and lengths. */
function pointed(version: string, modules: string, isBigEndian = false): Buffer {
  const body = text(modules);
  const bytes = Buffer.alloc(32 + 32 + version.length + body.length);
  const put = (at: number, value: number) =>
    isBigEndian ? bytes.writeBigUInt64BE(BigInt(value), at) : bytes.writeBigUInt64LE(BigInt(value), at);
  bytes.write('\xff Go buildinf:', 'latin1');
  bytes.set([8, isBigEndian ? 1 : 0], 14);
  put(16, CONTENT_ADDRESS + 32);
  put(24, CONTENT_ADDRESS + 48);
  put(32, CONTENT_ADDRESS + 64);
  put(40, version.length);
  put(48, CONTENT_ADDRESS + 64 + version.length);
  put(56, body.length);
  bytes.write(version, 64);
  body.copy(bytes, 64 + version.length);
  return bytes;
}

describe('readBuildInfo', () => {
  const wanted = { goVersion: 'go1.22.1', modules: MODULES };

  it.each([
    ['ELF', smallElf('.go.buildinfo', inline('go1.22.1', MODULES))],
    ['PE', smallPe('.data', inline('go1.22.1', MODULES))],
    ['Mach-O', smallMach('__go_buildinfo', inline('go1.22.1', MODULES))],
    ['ELF with pointers', smallElf('.go.buildinfo', pointed('go1.22.1', MODULES))],
    [
      'big-endian ELF with pointers',
      smallElf('.go.buildinfo', pointed('go1.22.1', MODULES, true), { isLittle: false }),
    ],
    ['PE with pointers', smallPe('.data', pointed('go1.22.1', MODULES))],
    ['Mach-O with pointers', smallMach('__go_buildinfo', pointed('go1.22.1', MODULES))],
    ['piece of a large file', inline('go1.22.1', MODULES)],
  ])('reads a %s', (_kind, bytes) => {
    expect(readBuildInfo(bytes)).toEqual(wanted);
  });

  it('goes on behind a program that only speaks of the magic', () => {
    const decoy = Buffer.concat([Buffer.from('\xff Go buildinf:', 'latin1'), Buffer.from('looks for it')]);
    expect(readBuildInfo(Buffer.concat([decoy, inline('go1.22.1', MODULES)]))).toEqual(wanted);
  });

  it('gives a value whatever the file holds', () => {
    const whole = smallElf('.go.buildinfo', pointed('go1.17', MODULES));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 30 }),
        fc.nat(whole.length),
        (changes, end) => {
          const copy = Buffer.from(whole);
          for (const [at, byte] of changes) copy[at] = byte;
          readBuildInfo(copy.subarray(0, end));
        },
      ),
    );
    expect(goBinary.read({ path: '/a', bytes: Buffer.from('no program') })).toBeNull();
  });
});

describe('packagesOf', () => {
  it('names the main module, modules as replaced, and the standard library', () => {
    expect(packagesOf({ goVersion: 'go1.22.1 X:loopvar', modules: MODULES })).toEqual([
      {
        type: 'golang',
        name: 'example.org/app',
        version: '',
        isDirect: true,
        requires: ['example.org/fork@v1.2.1', 'stdlib@v1.22.1'],
      },
      { type: 'golang', name: 'example.org/fork', version: 'v1.2.1', integrity: 'h1:bb=' },
      { type: 'golang', name: 'stdlib', version: 'v1.22.1' },
    ]);
  });

  it.each([
    ['-s -w -X main.version=v1.4.0 -X main.commit=abc', 'v1.4.0'],
    ["-X 'example.org/app/internal.Version=2.0.1-rc.1'", '2.0.1-rc.1'],
    ['-X=example.org/other/pkg.version=0.9.0', '0.9.0'],
    ['-X main.version=$(git describe)', ''],
  ])('takes the version that the linker was told: %s', (flags, version) => {
    const modules = `mod\texample.org/app\t(devel)\t\nbuild\t-ldflags=${JSON.stringify(flags)}\n`;
    expect(packagesOf({ goVersion: 'go1.22', modules })[0]?.version).toBe(version);
  });

  it('says nothing of a development version of Go', () => {
    expect(packagesOf({ goVersion: 'devel +abc', modules: '' })).toEqual([]);
  });
});

describe('go.mod and go.sum', () => {
  const mod = readGoMod(
    'module example.org/app\n\ngo 1.22.0\n\nrequire (\n\texample.org/a v1.0.0\n\texample.org/b v1.0.0 // indirect\n\texample.org/c v1.0.0\n\t// example.org/no v1.0.0\n)\nreplace (\n\texample.org/a => example.org/a2 v1.1.0\n\texample.org/b v9.0.0 => ./b\n)\nexclude example.org/c v1.0.0\n',
  );

  it('replaces and excludes as the file says', () => {
    expect(mod && modulesOf(mod)).toEqual([
      { type: 'golang', name: 'example.org/a2', version: 'v1.1.0', isDirect: true, lines: [6, 6] },
      { type: 'golang', name: 'example.org/b', version: 'v1.0.0', isDirect: false, lines: [7, 7] },
    ]);
    expect(mod && leastLibrary(mod)?.version).toBe('v1.22.0');
  });

  it('says why a file that is none is not read', () => {
    expect(goMod.read({ path: '/go.mod', bytes: Buffer.from('nonsense\n') })?.fault).toContain('go.mod');
  });

  it('takes the last version of each module of a go.sum', () => {
    expect(
      readGoSum('example.org/a v1.0.0 h1:x=\nexample.org/a v1.1.0/go.mod h1:y=\nexample.org/a v1.1.0 h1:z=\nbroken\n'),
    ).toEqual([{ type: 'golang', name: 'example.org/a', version: 'v1.1.0', integrity: 'h1:z=' }]);
  });
});
