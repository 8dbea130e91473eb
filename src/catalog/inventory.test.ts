import { describe, expect, it } from 'vitest';
import type { ImageFile } from '../domain/index.ts';
import { inventoryOf, type LayerReading } from './inventory.ts';
import type { Found, Reading } from './types.ts';

const DEBIAN = { family: 'debian', version: '12.11', codename: 'bookworm', prettyName: null };
const STATUS = '/var/lib/dpkg/status';

const file = (path: string, more: Partial<ImageFile> = {}): ImageFile => ({
  path,
  type: 'file',
  sizeBytes: 10,
  mode: 0o644,
  uid: 0,
  gid: 0,
  layer: 0,
  ...more,
});
const reading = (path: string, packages: readonly Found[], more: Partial<Reading> = {}): Reading => ({
  cataloguer: 'dpkg',
  path,
  packages,
  ...more,
});
const at = (layer: number, it: Reading, visible: readonly string[] = [it.path]): LayerReading => ({
  layer,
  reading: it,
  visible,
});
const deb = (name: string, more: Partial<Found> = {}): Found => ({ type: 'deb', name, version: '1.0-1', ...more });

describe('a package of a database', () => {
  const lower = at(0, reading(STATUS, [deb('base')]), []);
  const upper = at(2, reading(STATUS, [deb('base'), deb('added')]));

  it('came with the layer from which on the database names it', () => {
    const { packages } = inventoryOf([lower, upper], [], DEBIAN);
    expect(packages.map(({ name, layer }) => [name, layer])).toEqual([
      ['added', 2],
      ['base', 0],
    ]);
  });

  it('is not there when the database that is visible does not name it', () => {
    const { packages } = inventoryOf(
      [upper, at(3, reading(STATUS, [deb('base')]))].map((it, index) => (index === 0 ? { ...it, visible: [] } : it)),
      [],
      DEBIAN,
    );
    expect(packages.map(({ name }) => name)).toEqual(['base']);
  });

  it('says its release and its source in its purl', () => {
    const found = deb('libssl3', { architecture: 'amd64', source: { name: 'openssl', version: '1.0-2' } });
    const { packages } = inventoryOf([at(0, reading(STATUS, [found]))], [], DEBIAN);
    expect(packages[0]?.purl).toBe(
      'pkg:deb/debian/libssl3@1.0-1?arch=amd64&distro=debian-12.11&upstream=openssl%401.0-2',
    );
    expect(packages[0]?.source).toEqual({ name: 'openssl', version: '1.0-2' });
  });
});

describe('a file', () => {
  const list = {
    of: 'deb:tools',
    files: [{ path: '/bin/tool', digest: 'md5:aa' }, { path: '/usr/lib/python3/dist-packages/x-1.dist-info/METADATA' }],
  };
  const readings = [
    at(0, reading(STATUS, [deb('tools')])),
    at(0, reading('/var/lib/dpkg/info/tools.list', [], { owned: list })),
  ];
  const files = [
    file('/bin', { type: 'symlink', linkTarget: 'usr/bin' }),
    file('/usr/bin/tool'),
    file('/usr/lib/python3/dist-packages/x-1.dist-info/METADATA'),
    file('/app/mine'),
  ];

  it('belongs to the package that lists it, under the name where it really lies', () => {
    const { packages, ownership } = inventoryOf(readings, files, DEBIAN);
    expect(ownership.ownerOf('/usr/bin/tool')).toBe(0);
    expect(ownership.digestOf('/usr/bin/tool')).toBe('md5:aa');
    expect(ownership.ownerOf('/app/mine')).toBeNull();
    expect(packages[0]).toMatchObject({ sizeBytes: 20, files: 2 });
  });

  it('makes the package that it names one that the distribution ships', () => {
    const wheel = reading('/usr/lib/python3/dist-packages/x-1.dist-info/METADATA', [
      { type: 'pypi', name: 'x', version: '1' },
    ]);
    const { packages } = inventoryOf([...readings, at(0, wheel)], files, DEBIAN);
    expect(packages.map(({ name, shippedBy }) => [name, shippedBy !== null])).toEqual([
      ['tools', false],
      ['x', true],
    ]);
  });

  it('is no program of its own when a package ships it', () => {
    const program = (path: string) => reading(path, [{ type: 'generic', name: 'tool', version: '3' }]);
    const { packages } = inventoryOf(
      [...readings, at(0, program('/usr/bin/tool')), at(0, program('/app/mine'))],
      files,
      DEBIAN,
    );
    expect(packages.map(({ type, path }) => [type, path])).toEqual([
      ['deb', STATUS],
      ['generic', '/app/mine'],
    ]);
  });
});

it('gives a folder of node_modules to its package, but not the packages inside', () => {
  const npm = (name: string, folder: string) =>
    at(1, reading(`${folder}/package.json`, [{ type: 'npm', name, version: '1.0.0', folder }]));
  const files = ['/a/node_modules/x/i.js', '/a/node_modules/x/node_modules/y/i.js', '/a/i.js'].map((path) =>
    file(path),
  );
  const { packages, ownership } = inventoryOf(
    [npm('x', '/a/node_modules/x'), npm('y', '/a/node_modules/x/node_modules/y')],
    files,
    null,
  );
  const ownerName = (path: string) => packages[ownership.ownerOf(path) ?? -1]?.name;
  expect(files.map(({ path }) => ownerName(path))).toEqual(['x', 'y', undefined]);
});

it('gives bytecode to the owner of its source', () => {
  const wheel = at(
    0,
    reading('/s/x-1.dist-info/METADATA', [{ type: 'pypi', name: 'x', version: '1', owns: [{ path: '/s/x/a.py' }] }]),
  );
  const { ownership } = inventoryOf([wheel], [file('/s/x/a.py'), file('/s/x/__pycache__/a.cpython-311.pyc')], null);
  expect(ownership.ownerOf('/s/x/__pycache__/a.cpython-311.pyc')).toBe(0);
});

it('names what a package needs by what is installed, or provides it', () => {
  const readings = [
    at(
      0,
      reading(STATUS, [
        deb('app', { requires: ['virtual', 'gone', 'libc'] }),
        deb('libc'),
        deb('other', { provides: ['virtual'] }),
      ]),
    ),
  ];
  const { packages } = inventoryOf(readings, [], DEBIAN);
  expect(packages[0]?.requires.map((purl) => purl.replace(/\?.*/, ''))).toEqual([
    'pkg:deb/debian/libc@1.0-1',
    'pkg:deb/debian/other@1.0-1',
  ]);
});

it('keeps what could not be read, with the reason', () => {
  const broken = reading('/a.jar', [], { cataloguer: 'java-archive', fault: 'it ends early' });
  expect(inventoryOf([at(0, broken)], [], null).sources).toEqual([
    { cataloguer: 'java-archive', path: '/a.jar', packages: 0, fault: 'it ends early' },
  ]);
});

describe('an inventory of what means harm', () => {
  it('gives the bytes of a content with several names to the first of them that has an owner', () => {
    const store = file('/root/store/1');
    const linked = file('/app/node_modules/x/index.js', { hardLinkOf: store.path });
    const again = file('/app/node_modules/x/copy.js', { hardLinkOf: store.path });
    const npm: Found = { type: 'npm', name: 'x', version: '1', folder: '/app/node_modules/x' };
    const x = at(0, reading('/app/node_modules/x/package.json', [npm]));
    expect(inventoryOf([x], [store, linked, again], DEBIAN).packages).toMatchObject([{ sizeBytes: 10, files: 1 }]);
  });

  it('takes line breaks and other signs that nobody sees out of names, versions and licences', () => {
    const npm: Found = { type: 'npm', name: 'x', version: '1\n## forged', licences: ['\u001b[2JMIT'] };
    const { packages } = inventoryOf([at(0, reading('/a/package.json', [npm]))], [], DEBIAN);
    expect(packages).toMatchObject([{ version: '1\ufffd## forged', licences: ['\ufffd[2JMIT'] }]);
  });

  it('knows in time that grows with their number what many files say of one package', () => {
    const said = Array.from({ length: 5_000 }, (_, index) =>
      at(0, reading(`/${index}/copyright`, [], { said: { of: 'deb:a', licences: [`L${index}`] } })),
    );
    const named = at(
      0,
      reading(
        STATUS,
        Array.from({ length: 500 }, (_, index) => deb('a', { version: `${index}` })),
      ),
    );
    const { packages } = inventoryOf([named, ...said], [], DEBIAN);
    expect(packages.every(({ licences }) => licences[0] === 'L0')).toBe(true);
  });
});

it('names what one file says by the image that has the file: by its release, and by what is said beside it', () => {
  const status = at(0, reading(STATUS, [deb('base')]));
  const said: Reading = {
    ...reading('/said', []),
    said: { of: 'deb:base', licences: [], qualifiers: { beside: 'yes' } },
  };
  const purlIn = (readings: readonly LayerReading[], os: typeof DEBIAN | null) =>
    inventoryOf(readings, [], os).packages.map(({ purl }) => purl);
  const plain = purlIn([status], DEBIAN);
  expect(plain).toEqual(['pkg:deb/debian/base@1.0-1?distro=debian-12.11']);
  expect(purlIn([status], { ...DEBIAN, version: '13' })).toEqual(['pkg:deb/debian/base@1.0-1?distro=debian-13']);
  expect(purlIn([status, at(0, said)], DEBIAN)[0]).toContain('beside=yes');
  expect(purlIn([status], DEBIAN)).toEqual(plain);
});

it('gives a folder to no file beside it whose name only begins alike', () => {
  const owner = reading('/x/a/package.json', [{ type: 'npm', name: 'a', version: '1.0.0', folder: '/x/a' }]);
  const files = ['/x/a/one', '/x/ab', '/x/a/two', '/x/a/b/three', '/four'].map((path) => file(path));
  const { ownership } = inventoryOf([at(0, owner)], files, null);
  expect(files.map(({ path }) => ownership.ownerOf(path))).toEqual([0, null, 0, 0, null]);
});
