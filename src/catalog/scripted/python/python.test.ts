import { expect, test } from 'vitest';
import type { Found, Reader } from '../../types.ts';
import { pythonDirectUrl } from './direct-url.ts';
import { pythonInstalled } from './installed.ts';
import { pythonRecord } from './record.ts';
import { pythonRequirements } from './requirements.ts';
import { setupPy } from './setup-py.ts';
import { poetryLock, uvLock } from './toml-locks.ts';

const read = (reader: Reader, text: string, path = '/lib/a-1.dist-info/METADATA') =>
  reader.read({ path, bytes: Buffer.from(text) });

const pinned = (text: string): string[] =>
  (read(pythonRequirements, text)?.packages ?? []).map(({ name, version }: Found) => `${name}@${version}`);

test.each([
  ['License-Expression: MIT\nClassifier: License :: OSI Approved :: BSD License', 'MIT'],
  ['License: whatever\nClassifier: License :: OSI Approved :: BSD License', 'BSD License'],
  ['License: whatever\nClassifier: License :: OSI Approved', 'whatever'],
  ['License-File: LICENSE', 'file://LICENSE'],
])('%j declares %s', (fields, licence) => {
  expect(read(pythonInstalled, `Name: a\nVersion: 1\n${fields}\n\nName: text`)?.packages[0]?.licences).toEqual([
    licence,
  ]);
});

test('needs of an extra are no needs, names have one spelling', () => {
  const [found] =
    read(pythonInstalled, 'Name: A_b\nVersion: 1\nRequires-Dist: C.d (>=1)\nRequires-Dist: e; extra == "x"')
      ?.packages ?? [];
  expect(found).toMatchObject({ name: 'A_b', provides: ['a-b'], requires: ['c-d'] });
});

test('RECORD names files from the folder of packages, with their checksums in hex, and nothing above the root', () => {
  const record = 'a.py,sha256=AAEC,3\n../../../bin/a,,\n"b,c.py",,\nnonsense\n';
  expect(read(pythonRecord, record, '/lib/a-1.dist-info/RECORD')?.owned).toEqual({
    of: '/lib/a-1.dist-info',
    files: [{ path: '/lib/a.py', digest: 'sha256:000102', sizeBytes: 3 }, { path: '/bin/a' }, { path: '/lib/b,c.py' }],
  });
});

test('direct_url.json says which commit was installed', () => {
  const text = '{"url":"https://example.org/a","vcs_info":{"vcs":"git","commit_id":"abc"}}';
  expect(read(pythonDirectUrl, text, '/lib/a-1.dist-info/direct_url.json')?.said).toEqual({
    of: '/lib/a-1.dist-info',
    licences: [],
    qualifiers: { vcs_url: 'git+https://example.org/a@abc' },
  });
});

test('requirements: a pin is a version, all else is none', () => {
  expect(pinned('a==1.0\nb[x, y] ===2 ; python_version > "3"\nc>=1\nd==1.*\ne\n')).toEqual([
    'a@1.0',
    'b@2',
    'c@',
    'd@',
    'e@',
  ]);
});

test('requirements: options, paths and templates are none', () => {
  expect(pinned('-r other.txt\n--index-url x\n./local\nfoo|bar==1\n# a==1\n')).toEqual([]);
});

test('requirements: a line may go on, and may be UTF-16', () => {
  const found = read(pythonRequirements, 'a==1 \\\n  --hash=sha256:00ff\n')?.packages;
  expect(found).toMatchObject([{ name: 'a', version: '1', integrity: 'sha256:00ff', lines: [1, 2] }]);
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a==2', 'utf16le')]);
  expect(pythonRequirements.read({ path: '/requirements.txt', bytes })?.packages[0]?.version).toBe('2');
});

test('a uv.lock without a project says so, and is read', () => {
  const locked = read(uvLock, 'version = 1\n[[package]]\nname = "a"\nversion = "1"\n');
  expect(locked?.fault).toMatch(/project itself/);
  expect(locked?.packages).toHaveLength(1);
});

test('a uv.lock with two projects in the same place says so', () => {
  const two = ['a', 'b'].map((name) => `[[package]]\nname = "${name}"\nversion = "1"\nsource = { virtual = "." }\n`);
  expect(read(uvLock, two.join(''))?.fault).toBe('two packages in it are the project itself');
});

test('Poetry: the range says which of two locked versions is needed', () => {
  const locked = (name: string, version: string) => `[[package]]\nname = "${name}"\nversion = "${version}"\n`;
  const needing = (wanted: string) =>
    read(
      poetryLock,
      `${locked('a', '1')}[package.dependencies]\nb = ${wanted}\n${locked('b', '1.9')}${locked('b', '2.1')}`,
    )?.packages[0]?.requires;
  expect(needing('">=2,<3"')).toEqual(['b@2.1']);
  expect(needing('"^1.2"')).toEqual(['b@1.9']);
  expect(needing('"~2.1"')).toEqual(['b@2.1']);
  expect(needing('{version = "<2", markers = "x"}')).toEqual(['b@1.9']);
  expect(needing('[{version = "<2"}, {version = ">=2"}]')).toEqual(['b@1.9', 'b@2.1']);
  expect(needing('"nonsense"')).toEqual(['b@1.9', 'b@2.1']);
});

test('setup.py: a long string may list requirements, and prose is none', () => {
  const text = 'x = """\nA==1\nb==2 c==3\n""".split() + ["d==4"]\n"""\nuse e==5 here\n"""\n# "f==6"\n';
  expect(read(setupPy, text)?.packages.map(({ name, version }) => `${name}@${version}`)).toEqual([
    'A@1',
    'b@2',
    'c@3',
    'd@4',
  ]);
});

test('the file that an interpreter leaves behind is no package', () => {
  expect(read(pythonInstalled, 'Name: Python\nVersion: 2.7.18\n')).toBeNull();
});

test('an address behind a version does not hide the version', () => {
  expect(pinned('a == 1.2 @ git+https://example.org/a@v1\n')).toEqual(['a@1.2']);
});
