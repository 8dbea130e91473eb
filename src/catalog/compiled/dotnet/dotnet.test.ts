import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE, CONTENT_ADDRESS, smallPe } from '../../../../test/kit/small-executables.ts';
import { readDepsJson } from './deps-json.ts';
import { readPackagesLock } from './packages-lock.ts';
import { readPackagesConfig, readPackagesProps } from './packages-xml.ts';
import { foundProgram, peProgram } from './pe-program.ts';

/** A block of a version resource: lengths, kind, name, value, blocks inside. */
function block(name: string, value: string | null, inside: readonly Buffer[] = []): Buffer {
  const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const head = Buffer.concat([Buffer.alloc(6), Buffer.from(`${name}\0`, 'utf16le')]);
  const body = value === null ? Buffer.alloc(0) : Buffer.from(`${value}\0`, 'utf16le');
  const whole = Buffer.concat([padded(head), value === null ? body : padded(body), ...inside.map(padded)]);
  whole.writeUInt16LE(whole.length, 0);
  whole.writeUInt16LE(value === null ? 0 : value.length + 1, 2);
  whole.writeUInt16LE(1, 4);
  return whole;
}

function resources(texts: Readonly<Record<string, string>>): Buffer {
  const strings = Object.entries(texts).map(([name, value]) => block(name, value));
  const version = block('VS_VERSION_INFO', null, [block('StringFileInfo', null, [block('040904b0', null, strings)])]);
  const folders = Buffer.alloc(3 * 24 + 16);
  const entry = (at: number, id: number, target: number) => {
    folders.writeUInt16LE(1, at + 14);
    folders.writeUInt32LE(id, at + 16);
    folders.writeUInt32LE(target, at + 20);
  };
  entry(0, 16, 0x80000000 + 24);
  entry(24, 1, 0x80000000 + 48);
  entry(48, 1033, 72);
  folders.writeUInt32LE(CONTENT_ADDRESS - BASE + folders.length, 72);
  folders.writeUInt32LE(version.length, 76);
  return Buffer.concat([folders, version]);
}

const LIBRARY = smallPe(
  '.rsrc',
  resources({ ProductName: 'Some Library', ProductVersion: '1.2.3+abc', FileVersion: '1.2.3.4' }),
);

describe('peProgram', () => {
  it('reads the version resource', () => {
    expect(peProgram.read({ path: '/app/some.dll', bytes: LIBRARY })?.packages).toEqual([
      { type: 'generic', name: 'Some Library', version: '1.2.3' },
    ]);
  });

  it('goes by its own name where the product is a platform', () => {
    const texts = new Map([
      ['ProductName', 'Microsoft® .NET'],
      ['InternalName', 'System.Text.Json.dll'],
      ['ProductVersion', 'none'],
      ['FileVersion', '8, 0, 1, 2'],
    ]);
    expect(foundProgram(texts, '/a.dll')).toEqual({ type: 'generic', name: 'System.Text.Json', version: '8.0.1.2' });
  });

  it('gives a value whatever the file holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(LIBRARY.length - 1), fc.nat(255)), { maxLength: 30 }),
        fc.nat(LIBRARY.length),
        (changes, end) => {
          const copy = Buffer.from(LIBRARY);
          for (const [at, byte] of changes) copy[at] = byte;
          peProgram.read({ path: '/a.dll', bytes: copy.subarray(0, end) });
        },
      ),
    );
    expect(peProgram.read({ path: '/a.dll', bytes: Buffer.from('MZ no program') })).toBeNull();
  });
});

describe('the texts of .NET', () => {
  it('leaves out libraries of which nothing was published, and knows the runtime by its own name', () => {
    const read = readDepsJson(
      JSON.stringify({
        runtimeTarget: { name: 't' },
        targets: {
          t: {
            'App/1.0.0': {
              dependencies: { Lib: '2.0.0', Gone: '1.0.0', 'runtimepack.R': '8.0.0' },
              runtime: { 'App.dll': {} },
            },
            'Lib/2.0.0': { runtime: { 'Lib.dll': {} } },
            'Gone/1.0.0': {},
            'runtimepack.R/8.0.0': { native: { 'r.so': {} } },
          },
        },
        libraries: { 'App/1.0.0': {}, 'Lib/2.0.0': {}, 'Gone/1.0.0': {}, 'runtimepack.R/8.0.0': {} },
      }),
    );
    expect('packages' in read && read.packages.map(({ name, version, requires }) => [name, version, requires])).toEqual(
      [
        ['App', '1.0.0', ['Lib@2.0.0', 'R@8.0.0']],
        ['Lib', '2.0.0', []],
        ['R', '8.0.0', []],
      ],
    );
  });

  it('joins the frameworks of a lock file, and leaves the own projects out', () => {
    const framework = {
      A: { type: 'Direct', resolved: '1.0', dependencies: { b: '2.0' } },
      B: { type: 'Transitive', resolved: '2.0' },
    };
    const read = readPackagesLock(
      JSON.stringify({ dependencies: { x: framework, y: { ...framework, own: { type: 'Project' } } } }),
    );
    expect(
      'packages' in read && read.packages.map(({ name, requires, isDirect }) => [name, requires, isDirect]),
    ).toEqual([
      ['A', ['B@2.0'], true],
      ['B', [], false],
    ]);
  });

  it('reads versions of packages.config and of central files, but no variables', () => {
    expect(
      readPackagesConfig('<packages><package id="A" version="1" developmentDependency="true"/></packages>'),
    ).toMatchObject({
      packages: [{ name: 'A', version: '1', isDev: true }],
    });
    const props =
      '<Project><ItemGroup><PackageVersion Include="A" Version="1"/><PackageVersion Include="B" Version="$(V)"/></ItemGroup></Project>';
    expect(readPackagesProps(props)).toMatchObject({ packages: [{ name: 'A', version: '1' }] });
    expect(readPackagesProps('<ItemGroup/>')).toHaveProperty('fault');
  });
});
