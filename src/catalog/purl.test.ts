import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TickproofError } from '../domain/index.ts';
import { formatPurl, parsePurl, purlOf } from './purl.ts';

describe('a package URL', () => {
  test('is read into its parts, decoded', () => {
    expect(parsePurl('pkg:npm/%40acme/tool@1.0.0%2Bbuild?vcs_url=git%2Bhttps://a.example/b#/src/./lib/')).toEqual({
      type: 'npm',
      namespace: '@acme',
      name: 'tool',
      version: '1.0.0+build',
      qualifiers: { vcs_url: 'git+https://a.example/b' },
      subpath: 'src/lib',
    });
  });

  test('may begin its scope with a sign that is not encoded', () => {
    expect(formatPurl(parsePurl('pkg:npm/@acme/tool'))).toBe('pkg:npm/%40acme/tool');
    expect(formatPurl(parsePurl('pkg:npm/@acme/tool@2'))).toBe('pkg:npm/%40acme/tool@2');
  });

  test.each([
    ['pkg:PyPI/My_Pack@1', 'pkg:pypi/my-pack@1'],
    [
      'pkg:deb/Debian/Bash@5.2-1%2Bb3?distro=debian-12&arch=amd64',
      'pkg:deb/debian/bash@5.2-1%2Bb3?arch=amd64&distro=debian-12',
    ],
    ['pkg:RPM/Fedora/Foo@1-2?Epoch=1&arch=', 'pkg:rpm/fedora/Foo@1-2?epoch=1'],
    ['pkg://generic//a//b@1', 'pkg:generic/a/b@1'],
  ])('%s is written %s', (text, expected) => {
    expect(formatPurl(parsePurl(text))).toBe(expected);
  });

  test.each([
    'npm/left-pad@1',
    'pkg:npm',
    'pkg:npm/@1.0',
    'pkg:/npm',
    'pkg:1npm/x',
    'pkg:npm/x@%zz',
    'pkg:npm/x?a=1&A=2',
    'pkg:npm/x?9=1',
    'pkg:pypi/ns/x',
    'pkg:swift/x@1',
    'pkg:julia/Example@1.0',
    'pkg:cpan/A/B::C',
    'pkg:chrome-extension/zzzz',
    '',
  ])('%j is refused', (text) => {
    expect(() => parsePurl(text)).toThrow(TickproofError);
  });

  test('of a found package splits the name as its ecosystem writes it', () => {
    expect(purlOf({ type: 'npm', name: '@acme/tool', version: '1' })).toBe('pkg:npm/%40acme/tool@1');
    expect(purlOf({ type: 'maven', name: 'org.acme:tool', version: '1' })).toBe('pkg:maven/org.acme/tool@1');
    expect(purlOf({ type: 'golang', name: 'github.com/Acme/tool/v2', version: 'v2.0.0' })).toBe(
      'pkg:golang/github.com/acme/tool/v2@v2.0.0',
    );
    expect(purlOf({ type: 'composer', name: 'acme/tool', version: '1' })).toBe('pkg:composer/acme/tool@1');
    expect(
      purlOf({ type: 'deb', namespace: 'debian', name: 'bash', version: '1:5-1', qualifiers: { arch: 'amd64' } }),
    ).toBe('pkg:deb/debian/bash@1:5-1?arch=amd64');
    expect(
      purlOf({ type: 'rpm', namespace: 'rhel', name: 'vim', version: '2:9-1', qualifiers: { arch: 'x86_64' } }),
    ).toBe('pkg:rpm/rhel/vim@9-1?arch=x86_64&epoch=2');
    expect(purlOf({ type: 'homebrew', name: 'jq' })).toBe('pkg:brew/jq');
  });

  test('never throws anything but a usage error, and its canonical form is a fixed point', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }).map((tail) => `pkg:${tail}`),
        ),
        (text) => {
          try {
            const once = formatPurl(parsePurl(text));
            expect(formatPurl(parsePurl(once))).toBe(once);
          } catch (error) {
            expect(error).toBeInstanceOf(TickproofError);
          }
        },
      ),
    );
  });

  test('survives writing and reading', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(
        word,
        word,
        fc.dictionary(fc.constantFrom('arch', 'distro', '__proto__x'), word),
        (name, version, qualifiers) => {
          const purl = purlOf({ type: 'generic', name, version, qualifiers });
          const back = formatPurl({
            type: 'generic',
            name,
            version,
            qualifiers: Object.hasOwn(qualifiers, '__proto__x') ? {} : qualifiers,
          });
          expect(parsePurl(back)).toMatchObject({ name, version });
          expect(purl.startsWith('pkg:generic/')).toBe(true);
        },
      ),
    );
  });
});
