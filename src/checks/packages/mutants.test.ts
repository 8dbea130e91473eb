import { describe, expect, it } from 'vitest';
import type { AnyCheck, Facts, Scan } from '../../domain/index.ts';
import { exampleOf } from './example.ts';
import licenses from './licenses.ts';
import vulnerabilities from './vulnerabilities.ts';
import weight from './weight.ts';

/** The mutants of a check on these facts, with what they change. */
function changesOf(check: AnyCheck, seen: object, asked: object) {
  const facts = seen as Facts; // of each kind what matters
  const params: unknown = check.params.parse(asked);
  return [...check.mutants, ...(check.mutantsFor?.(facts as never, params) ?? [])].map((it) => ({
    title: it.title,
    reason: it.reason,
    files: it.level === 'L' ? it.edit(facts.image, params) : null,
    facts: it.level === 'J' ? it.edit(facts, params) : null,
  }));
}

describe('vulnerabilities', () => {
  const { scan }: { readonly scan: Scan } = exampleOf().facts.packages;
  const of = (asked: object, more: Partial<Scan> = {}) =>
    changesOf(vulnerabilities, { packages: { scan: { ...scan, ...more } } }, asked);

  it('come with data that is a day too old, from nobody, and one too many', () => {
    const [stale, nobody, more] = of({ critical: '2', maxAge: '<=3d' });
    expect(stale?.facts).toMatchObject({ packages: { scan: { engines: [{ name: 'osv', dataAgeDays: 4 }] } } });
    expect(nobody?.facts).toMatchObject({
      packages: { scan: { engines: [], targets: [{ bySeverity: null, fixable: null, lookedAtBy: [] }] } },
    });
    const ids = [1, 2, 3].map((index) => ({ id: `tickproof-invented-${index}` }));
    expect(more?.facts).toMatchObject({ packages: { scan: { vulnerabilities: ids } } });
    expect(of({ critical: '>=0' })[2]?.facts).toMatchObject({ packages: { scan: { vulnerabilities: [ids[0]] } } });
  });

  it.each([
    [{}, 1, 'left 0.0.1 installed, which CVE-2025-10000 speaks of'],
    [{ critical: '1', high: '2' }, 3, 'left 0.0.1 installed 3 times, which CVE-2025-10000 speaks of'],
    [{ critical: '<=49' }, 50, 'left 0.0.1 installed 50 times, which CVE-2025-10000 speaks of'],
    [{ critical: '<=50' }, null, 'left 0.0.1 installed 51 times, which CVE-2025-10000 speaks of'],
  ])('are installed as often as is too much by %j', (asked, times, title) => {
    const planted = of(asked)[3];
    expect([planted?.title, planted?.files?.[0]?.length ?? null]).toEqual([title, times]);
  });

  it('cannot be installed where the data knows none', () => {
    expect(of({}, { specimen: null })[3]).toMatchObject({
      title: 'a package installed that the data knows to be vulnerable',
      files: null,
    });
  });
});

describe('licences', () => {
  const of = (asked: object) => changesOf(licenses, {}, asked).map(({ files }) => JSON.stringify(files));

  it('that are not wanted are planted: the first that is denied, else the first that nobody wants', () => {
    expect(of({ deny: ['GPL-*', 'SSPL-1.0', 'MIT'] })[0]).toContain('"SSPL-1.0\\');
    expect(of({ deny: ['GPL-*'] })[0]).toContain('"GPL-3.0-only\\');
    expect(of({ allow: ['MIT'] })[0]).toContain('"AGPL-3.0-only\\');
    expect(of({ deny: ['SSPL-1.0'] })[2]).toBe('null');
  });

  it('that nobody knows are planted where that matters', () => {
    expect(of({ unknown: 'fail' })).toEqual([
      'null',
      'null',
      expect.stringContaining('Tickproof Unheard-Of Terms'),
      expect.stringContaining('Tickproof Unheard-Of Terms'),
    ]);
  });

  it('are planted for packages of the types that are asked for', () => {
    expect(of({ deny: ['MIT'], types: ['pypi'] })).toEqual([
      'null',
      expect.stringContaining('dist-info'),
      'null',
      'null',
    ]);
  });
});

describe('weight', () => {
  const cell = (bytes: number) => ({ layer: 0, owner: 'a', kind: 'code', fate: 'live', bytes, files: 1 });
  const facts = {
    packages: { weight: { cells: [0, 1, 7].map(cell), owners: [], layers: [], savings: [], totalBytes: 8 } },
    image: { sizes: { filesBytes: 8 } },
  };
  const of = (asked: object) => changesOf(weight, facts, asked);

  it('loses a cell that weighs something, or a layer gets a byte', () => {
    const [lost, more] = of({});
    expect(lost?.facts?.packages?.weight.cells).toEqual([cell(7)]);
    expect(more?.facts?.image?.sizes.filesBytes).toBe(9);
  });

  it('grows by files just over each bound', () => {
    const asked = { target: '<10kB', savings: '<=20kB', owners: { '*': '<30kB' }, kinds: { cache: '<=40kB' } };
    const files = of(asked).flatMap((it) => it.files?.flat() ?? []);
    expect(files.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
      ['/tickproof-filler', 10_001],
      ['/var/lib/apt/lists/tickproof_Packages', 20_001],
      ['/tickproof-filler', 30_001],
      ['/var/cache/apt/tickproof', 40_001],
    ]);
    expect(of({ owners: { npm: '<1kB' }, kinds: { test: '<1kB' } }).flatMap((it) => it.files ?? [])).toEqual([]);
  });

  it('is put on the red side of each bound', () => {
    const asked = { target: '<10B', owners: { npm: '<=20B' }, kinds: { test: '<=30B' } };
    const edges = of(asked)
      .slice(6)
      .map((it) => [it.title, it.reason, it.facts?.packages?.weight]);
    const owner = { owner: 'npm', label: 'npm', bytes: 21, retainedBytes: 21, why: [] };
    expect(edges).toMatchObject([
      ['all layers: exactly 10 B against <10B', 'weight-over', { totalBytes: 10 }],
      ['all layers: just over 10 B against <10B', 'weight-over', { totalBytes: 11 }],
      ['npm: just over 20 B against <=20B', 'owner-over', { owners: [owner] }],
      [
        'test: just over 30 B against <=30B',
        'kind-over',
        { cells: [{ layer: 0, owner: 'nobody', kind: 'test', fate: 'live', bytes: 31, files: 1 }] },
      ],
    ]);
  });
});
