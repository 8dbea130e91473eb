import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { smallElf, smallMach, smallPe } from '../../../../test/kit/small-executables.ts';
import { cargoAuditable } from './cargo-auditable.ts';
import { cargoLock, readCargoLock } from './cargo-lock.ts';

const LIST = {
  packages: [
    { name: 'app', version: '0.1.0', source: 'local', dependencies: [1, 2], root: true },
    { name: 'serde', version: '1.0.0', source: 'crates.io' },
    { name: 'cc', version: '1.1.0', source: 'crates.io', kind: 'build' },
  ],
};
const SECTION = deflateSync(Buffer.from(JSON.stringify(LIST)));

describe('cargoAuditable', () => {
  it.each([
    ['ELF', smallElf('.dep-v0', SECTION)],
    ['32-bit ELF', smallElf('.dep-v0', SECTION, { isWide: false })],
    ['PE', smallPe('.dep-v0', SECTION)],
    ['Mach-O', smallMach('.dep-v0', SECTION)],
  ])('reads the crates of a %s, but not those that only built it', (_kind, bytes) => {
    expect(cargoAuditable.read({ path: '/app', bytes })?.packages).toEqual([
      { type: 'cargo', name: 'app', version: '0.1.0', isDirect: true, requires: ['serde@1.0.0'] },
      { type: 'cargo', name: 'serde', version: '1.0.0', requires: [] },
    ]);
  });

  it('says that a list is damaged or a bomb', () => {
    expect(
      cargoAuditable.read({ path: '/app', bytes: smallElf('.dep-v0', SECTION.subarray(0, 20)) })?.fault,
    ).toBeDefined();
    const bomb = deflateSync(Buffer.alloc(20 << 20, 0x20));
    expect(cargoAuditable.read({ path: '/app', bytes: smallElf('.dep-v0', bomb) })?.fault).toBeDefined();
    expect(cargoAuditable.read({ path: '/app', bytes: smallElf('.text', SECTION) })).toBeNull();
  });
});

describe('cargoLock', () => {
  it('follows needs by name, and by name and version where there are several', () => {
    const lock = ['app 0.1.0 "one 1.0.0", "two"', 'one 1.0.0', 'one 2.0.0', 'two 3.0.0'].map((it) => {
      const [name, version, ...needs] = it.split(' ');
      return `[[package]]\nname = "${name}"\nversion = "${version}"\n${name === 'app' ? '' : 'source = "registry+x"\n'}dependencies = [${needs.join(' ')}]\n`;
    });
    const read = readCargoLock(lock.join('\n'));
    expect('crates' in read && read.crates[0]).toEqual({
      type: 'cargo',
      name: 'app',
      version: '0.1.0',
      isDirect: true,
      requires: ['one@1.0.0', 'two@3.0.0'],
      lines: [1, 4],
    });
  });

  it('says why a broken one is not read', () => {
    expect(cargoLock.read({ path: '/Cargo.lock', bytes: Buffer.from('[[package]]\nname =\n') })?.fault).toContain(
      'TOML',
    );
  });
});
