import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPath, readIgnoreFile } from './index.ts';

describe('.trivyignore', () => {
  it('has an id a line, a date where it ends, and the comment above as the reason', () => {
    const text = '# not reachable\nCVE-2026-1\r\n\n  CVE-2026-2 exp:2027-01-31 owner:me\n#\nGPL-3.0\n';
    expect(readIgnoreFile('.trivyignore', text).entries).toMatchObject([
      { id: 'CVE-2026-1', until: null, because: 'not reachable', line: 2 },
      { id: 'CVE-2026-2', until: '2027-01-31', because: '', line: 4 },
      { id: 'GPL-3.0', line: 6 },
    ]);
  });

  it.each(['exp:tomorrow', 'exp:2026-02-30', 'exp:', 'exp:2026-1-1'])(
    'leaves out an entry whose end is %s, and says so',
    (end) => {
      const { entries, problems } = readIgnoreFile('.trivyignore', `CVE-2026-1 ${end}\nCVE-2026-2\n`);
      expect(entries.map(({ id }) => id)).toEqual(['CVE-2026-2']);
      expect(problems).toMatchObject([{ entry: 'CVE-2026-1', detail: expect.stringContaining('line 1') }]);
    },
  );
});

describe('.trivyignore.yaml', () => {
  it('has entries by kind, with conditions', () => {
    const text =
      'vulnerabilities:\n  - id: CVE-2026-1\n    paths: ["a/**"]\n    purls: ["pkg:npm/x"]\n    expired_at: 2027-01-01\n    statement: not built in\nsecrets:\n  - id: key\n';
    expect(readIgnoreFile('dir/.trivyignore.yaml', text).entries).toMatchObject([
      {
        id: 'CVE-2026-1',
        kind: 'vulnerability',
        paths: ['a/**'],
        purls: ['pkg:npm/x'],
        until: '2027-01-01',
        because: 'not built in',
        line: 2,
      },
      { id: 'key', kind: 'secret' },
    ]);
  });

  it.each([
    ['an entry without an id', 'vulnerabilities:\n  - paths: [a]\n'],
    ['a date that is none', 'vulnerabilities:\n  - id: X\n    expired_at: soon\n'],
    ['broken YAML', 'vulnerabilities: [\n'],
    [
      'aliases without end',
      `a: &a [x]\n${[...'bcdefghi'].map((it, index) => `${it}: &${it} [${`*${'abcdefgh'[index]},`.repeat(9)}]`).join('\n')}\n`,
    ],
  ])('%s is a problem and no entry', (_, text) => {
    const { entries, problems } = readIgnoreFile('.trivyignore.yaml', text);
    expect(entries).toEqual([]);
    expect(problems).toHaveLength(1);
  });
});

describe("grype's ignore list", () => {
  it('has conditions that all must hold', () => {
    const text =
      'ignore:\n  - vulnerability: CVE-2026-1\n    reason: mitigated\n    package: {name: libx, version: "1", type: deb, location: "/usr/**"}\n  - fix-state: wont-fix\n';
    expect(readIgnoreFile('.grype.yaml', text).entries).toMatchObject([
      {
        id: 'CVE-2026-1',
        packageName: 'libx',
        packageVersion: '1',
        packageType: 'deb',
        paths: ['/usr/**'],
        because: 'mitigated',
      },
      { id: '', fixState: 'wont-fix' },
    ]);
  });

  it.each([
    '  - {}',
    '  - vulnerability: X\n    namespace: n',
    '  - package: {name: "lib.*"}',
    '  - reason: all',
    '  - text',
  ])('a rule that is not understood whole ignores nothing: %j', (rule) => {
    const { entries, problems } = readIgnoreFile('.grype.yaml', `ignore:\n${rule}\n`);
    expect([entries.length, problems.length]).toEqual([0, 1]);
  });
});

describe('globs of paths', () => {
  it.each([
    ['**/*-lock.json', 'a/b/package-lock.json', true],
    ['**/*-lock.json', 'package-lock.json', true],
    ['usr/*/x', '/usr/lib/x', true],
    ['usr/*/x', '/usr/lib/y/x', false],
    ['usr/**', '/usr/lib/y/x', true],
    ['a/**/b', 'a/b', true],
    ['a/?.js', 'a/xy.js', false],
    ['a', 'a/b', false],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(matchesPath(glob, path)).toBe(expected);
  });

  it('take no longer with many stars', () => {
    expect(matchesPath(`${'**/a/'.repeat(2000)}z`, 'a/'.repeat(4000))).toBe(false);
    expect(matchesPath(`${'*a'.repeat(2000)}z`, 'a'.repeat(4000))).toBe(false);
  });
});

it('no text of whatever kind makes a reader throw', () => {
  fc.assert(
    fc.property(fc.constantFrom('.trivyignore', '.trivyignore.yaml', '.grype.yaml'), fc.string(), (name, text) => {
      expect(readIgnoreFile(name, text)).toBeDefined();
      expect(readIgnoreFile(name, `ignore:\nvulnerabilities:\n  - ${text}`)).toBeDefined();
    }),
  );
});
