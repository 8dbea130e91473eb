import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TickproofError } from '../../domain/index.ts';
import { purlFor } from '../package-purl.ts';
import type { Reading } from '../types.ts';
import { scriptedReaders } from './index.ts';

/** Small files of every kind, to be cut off and spoiled. */
const SAMPLES = [
  '{"name":"@a/b","version":"1.0.0","lockfileVersion":1,"packages":{"":{"dependencies":{"x":"1"}},"node_modules/x":{"version":"1"},"x":["x@1","",{"dependencies":{"x":"1"}}]},"dependencies":{"y":{"version":"2","requires":{"y":"2"}}},"default":{"z":{"version":"==1"}},"pins":[{"location":"https://example.org/a/b.git","state":{"version":"1"}}],"npm":{"q@1":{"dependencies":["q"]}}}',
  '"a@npm:^1, a@npm:^2":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n  dependencies:\n    a: ^1\n',
  "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a: {specifier: ^1, version: 1.0.0}\npackages:\n  a@1.0.0: {resolution: {integrity: sha512-x}}\nsnapshots:\n  a@1.0.0: {}\n",
  'Metadata-Version: 2.1\nName: a\nVersion: 1\nClassifier: License :: OSI Approved :: MIT License\nRequires-Dist: b; extra == "c"\n\nText',
  'a/b.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n"a,b.py",,\n',
  'a==1 ; python_version > "3" --hash=sha256:00 \\\n  # end\n-r other.txt\nb[c]>=1,==2\n',
  'version = 1\n[[package]]\nname = "a"\nversion = "1"\nsource = { virtual = "." }\n[[deps.A]]\nuuid = "u"\n',
  'Gem::Specification.new do |s|\n  s.name = "a".freeze\n  s.version = "1"\n  s.licenses = ["MIT".freeze]\nend\n',
  'GEM\n  specs:\n    a (1)\n      b (>= 1)\nDEPENDENCIES\n  a!\n',
  'a:2:{s:4:"name";s:1:"a";s:7:"version";a:1:{s:7:"release";s:1:"1";}}',
  'PODS:\n  - A/B (1):\n    - A\n  - A (1)\nSPEC CHECKSUMS:\n  A: 00\n',
  '%{\n  "a": {:hex, :a, "1", "00", [:mix], [{:a, "~> 1", []}], "hexpm", "00"},\n}',
  '{application, a, [{vsn, "1"}, {applications, [kernel]}]}.',
  'local v = "1"\npackage = "a"\nversion = v.."-1"\ndependencies = {"lua >= 5.1"}\ndescription = { license = [[MIT]] }',
  'Package: a\nVersion: 1\nLicense: GPL-2 | GPL-3\nImports: b (>= 1),\n  c\n',
  'name: e\ndependencies:\n  - a=1\n  - pip:\n    - b==1\n',
];

function readAll(bytes: Buffer): Reading[] {
  const path = '/app/node_modules/a/package.json';
  return scriptedReaders.flatMap((reader) => reader.read({ path, bytes }) ?? []);
}

/** The package URL, or that there can be none; nothing else may come out. */
function hasFate(reading: Reading): boolean {
  return reading.packages.every((found) => {
    try {
      return purlFor(found, null).startsWith('pkg:');
    } catch (error) {
      return error instanceof TickproofError;
    }
  });
}

test('a file that is cut off or spoiled ends in a reading', () => {
  const spoiled = fc
    .tuple(fc.constantFrom(...SAMPLES), fc.nat(), fc.nat(), fc.string({ maxLength: 4 }))
    .map(([sample, at, end, put]) => {
      const where = at % (sample.length + 1);
      return Buffer.from(`${sample.slice(0, where)}${put}${sample.slice(where, end % 2 ? undefined : where + 40)}`);
    });
  fc.assert(
    fc.property(spoiled, (bytes) => readAll(bytes).every(hasFate)),
    { numRuns: 300 },
  );
});

test('any bytes end in a reading', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => readAll(Buffer.from(bytes)).every(hasFate)));
});

test('prototype keys are names like any other', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const packages = Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version: '1.0.0' }]));
  const lock = JSON.stringify({ lockfileVersion: 3, packages });
  const found = readAll(Buffer.from(lock)).flatMap((it) => (it.cataloguer === 'npm-lock' ? it.packages : []));
  expect(found.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

const REPEATED = [
  '{',
  '[',
  '"',
  "'",
  '[[',
  '--[[',
  '\\\n',
  ' ',
  '- a\n',
  'a:\n ',
  '{<<"a">>,{pkg,<<"a">>,<<"1">>',
  '{applications,[',
  'a==1;extra ',
  '"",',
  '%',
  ' x\n',
  'License: a\n b\n',
];

/** Readers of YAML are slow by the library that they use, which their bounds on size make up for. */
const isSlow = (cataloguer: string): boolean => /pnpm|conda-environment|dart/.test(cataloguer);

test.each(REPEATED)('%j again and again is read in a time that grows with its length', (piece) => {
  for (const { cataloguer, read } of scriptedReaders) {
    const bytes = Buffer.from(`Name: a\n${piece.repeat((isSlow(cataloguer) ? 2_000 : 60_000) / piece.length)}`);
    const start = performance.now();
    read({ path: '/app/a', bytes });
    expect(performance.now() - start, cataloguer).toBeLessThan(5_000);
  }
});
