import { expect, test } from 'vitest';
import type { Reader } from '../types.ts';
import { condaEnvironment, condaMeta } from './other/conda.ts';
import { mixLock, otpApplication } from './other/erlang.ts';
import { juliaManifest } from './other/julia.ts';
import { rockspec } from './other/lua.ts';
import { rInstalled } from './other/r.ts';
import { podfileLock, swiftResolved } from './other/swift.ts';
import { composerInstalled } from './php/composer.ts';
import { pear } from './php/pear.ts';
import { gemfileLock } from './ruby/gemfile-lock.ts';
import { gemspec } from './ruby/gemspec.ts';

const read = (reader: Reader, text: string, path = '/app/file') => reader.read({ path, bytes: Buffer.from(text) });

test('a gem owns its folder among the gems', () => {
  const text =
    'Gem::Specification.new do |s|\n  s.name = "a".freeze\n  s.version = "1.0"\n  s.licenses = ["MIT".freeze]\n  s.add_runtime_dependency(%q<b>.freeze, [">= 0"])\nend\n';
  const found = read(gemspec, text, '/gems/3.2.0/specifications/a-1.0.gemspec')?.packages;
  expect(found).toMatchObject([
    { name: 'a', version: '1.0', licences: ['MIT'], requires: ['b'], folder: '/gems/3.2.0/gems/a-1.0' },
  ]);
});

test('Gemfile.lock tells what is asked for from what that needs', () => {
  const text =
    'GEM\n  remote: https://example.org/\n  specs:\n    a (1.0)\n      b (>= 1)\n    b (2.0)\n\nDEPENDENCIES\n  a!\n';
  expect(read(gemfileLock, text)?.packages).toMatchObject([
    { name: 'a', isDirect: true, requires: ['b@2.0'] },
    { name: 'b', isDirect: false },
  ]);
});

test('Composer says where it has put a package', () => {
  const text = '{"packages":[{"name":"a/b","version":"v1","install-path":"../a/b","license":["MIT or BSD-2-Clause"]}]}';
  const found = read(composerInstalled, text, '/app/vendor/composer/installed.json')?.packages;
  expect(found).toMatchObject([{ folder: '/app/vendor/a/b', licences: ['MIT', 'BSD-2-Clause'] }]);
});

test('a package of PEAR has its channel in its name', () => {
  const text = 'a:2:{s:4:"name";s:1:"a";s:7:"version";a:1:{s:7:"release";s:1:"1";}}';
  expect(read(pear, text, '/php/.registry/.channel.pecl.php.net/a.reg')?.packages[0]?.name).toBe('pecl.php.net/a');
  expect(read(pear, text, '/php/.registry/a.reg')?.packages[0]?.name).toBe('pear.php.net/a');
  expect(read(pear, text.slice(0, -3))?.fault).toMatch(/serialised/);
});

test('conda names its files from the folder of the environment', () => {
  const text = '{"name":"a","version":"1","files":["lib/a.so"],"depends":["b >=1"],"build":"0"}';
  expect(read(condaMeta, text, '/opt/conda/conda-meta/a-1-0.json')?.packages).toMatchObject([
    { owns: [{ path: '/opt/conda/lib/a.so' }], requires: ['b'], qualifiers: { build: '0' } },
  ]);
});

test('an environment asks conda and pip', () => {
  const text = 'dependencies:\n  - a=1.0=0\n  - x::b>=1\n  - pip:\n    - c==2\n';
  const found = read(condaEnvironment, text)?.packages.map(({ type, name, version }) => `${type} ${name} ${version}`);
  expect(found).toEqual(['conda a 1.0', 'conda b ', 'pypi c 2']);
});

test('a rockspec is read without being run', () => {
  const text =
    'local v = "1.0"\npackage = "a"\nversion = v.."-1"\nsource = { tag = (v == "dev") and "main" or nil }\ndescription = { detailed = [[ x ]], license = "MIT" }\ndependencies = { "lua >= 5.1", "b == 1" }\n';
  expect(read(rockspec, text)?.packages).toEqual([
    { type: 'luarocks', name: 'a', version: '1.0-1', licences: ['MIT'], requires: ['b'] },
  ]);
});

test('Erlang and Elixir', () => {
  expect(read(otpApplication, '{application, a, [{vsn, "1"}, {applications, [kernel, \'b\']}]}.')?.packages).toEqual([
    { type: 'otp', name: 'a', version: '1', requires: ['kernel', 'b'] },
  ]);
  expect(read(mixLock, '  "a": {:git, "https://example.org/a.git", "abc", []},')?.packages).toMatchObject([
    { name: 'a', version: 'abc', qualifiers: { vcs_url: 'git+https://example.org/a.git@abc' } },
  ]);
});

test('Swift: a repository is the name; a part of a pod is its subpath', () => {
  const pins = '{"pins":[{"location":"git@example.org:a/b.git","state":{"branch":"main"}}]}';
  expect(read(swiftResolved, pins)?.packages).toMatchObject([{ name: 'example.org/a/b', version: '' }]);
  expect(read(podfileLock, 'PODS:\n  - A/B (1.0)\n')?.packages).toMatchObject([{ purl: 'pkg:cocoapods/A@1.0#B' }]);
});

test('Julia: what is needed has to be there, and only once', () => {
  const text = '[[A]]\ndeps = ["B"]\nuuid = "1"\n';
  expect(read(juliaManifest, text)?.fault).toMatch(/not at all/);
  expect(read(juliaManifest, `${text}[[B]]\nuuid = "2"\n[[B]]\nuuid = "3"\n`)?.fault).toMatch(/more than once/);
});

test('only what R has built owns its folder', () => {
  const text = 'Package: a\nVersion: 1\nLicense: GPL-2 | GPL-3\nDepends: R (>= 4), b\n';
  expect(read(rInstalled, text, '/r/a/DESCRIPTION')?.packages).toEqual([
    { type: 'cran', name: 'a', version: '1', licences: ['GPL-2', 'GPL-3'], requires: ['b'] },
  ]);
  expect(read(rInstalled, `${text}Built: R 4\n`, '/r/a/DESCRIPTION')?.packages[0]?.folder).toBe('/r/a');
});

test('what a gem, an environment and a resolved package must have is missed', () => {
  expect(read(gemspec, 'Gem::Specification.new do |s|\n  s.name = "a"\nend\n')).toMatchObject({
    packages: [],
    fault: 'no version of a gem is in it',
  });
  expect(read(condaEnvironment, 'dependencies:\n  - pip: c\n')?.fault).toMatch(/neither a text/);
  expect(read(swiftResolved, '{"pins":[],"version":"x"}')?.fault).toMatch(/no number/);
});
