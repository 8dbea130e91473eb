import { describe, expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import type { Scan, Severity, Vulnerability } from '../../domain/index.ts';
import { exampleOf } from './example.ts';
import check from './vulnerabilities.ts';

const clean: Scan = exampleOf().facts.packages.scan;

const of = (scan: Partial<Scan>, params: Readonly<Record<string, unknown>> = {}) =>
  judged(check, { packages: { scan: { ...clean, ...scan } } }, params);

function found(severity: Severity, more: Partial<Vulnerability> = {}): Vulnerability {
  return {
    id: 'CVE-2026-1',
    aliases: [],
    purl: 'pkg:npm/left@1',
    packageName: 'left',
    installed: '1',
    path: '/app/node_modules/left/package.json',
    layer: 2,
    target: 'Node.js',
    severity,
    severityFrom: 'GHSA',
    score: null,
    fixedIn: ['2'],
    status: 'fixed',
    summary: '',
    published: null,
    by: ['osv'],
    suppressed: null,
    ...more,
  };
}

const [engine] = clean.engines;
const [row] = clean.targets;

it('passes on the table where fresh data found nothing', () => {
  expect(of({})).toMatchObject({
    status: 'pass',
    evidence: [
      { value: '0 critical, 0 high, 0 medium, 0 low' },
      {
        kind: 'table',
        rows: [['Node.js', 'npm', expect.any(String), '0', '0', '0', '0', '0', '0', '0', 'osv']],
        notes: [expect.stringContaining('osv: data of')],
      },
    ],
  });
});

describe('what is there', () => {
  it.each(['critical', 'high'] as const)(
    'fails on one of %s severity, at the file that names the package',
    (severity) => {
      expect(of({ vulnerabilities: [found(severity)] })).toMatchObject({
        status: 'fail',
        findings: [
          {
            reason: 'vulnerable',
            message: expect.stringContaining('CVE-2026-1 in left 1 (mended in 2)'),
            evidence: expect.arrayContaining([
              expect.objectContaining({ kind: 'measure', value: 1 }),
              expect.objectContaining({ kind: 'file', path: '/app/node_modules/left/package.json', layer: 2 }),
            ]),
          },
        ],
      });
    },
  );

  it('names three, and shows twenty', () => {
    const many = Array.from({ length: 25 }, (_, index) => found('high', { id: `CVE-2026-${index}` }));
    const verdict = of({ vulnerabilities: many });
    expect(verdict).toMatchObject({
      findings: [
        {
          message:
            '25 of high severity, wanted 0: CVE-2026-0 in left 1 (mended in 2); CVE-2026-1 in left 1 (mended in 2); CVE-2026-2 in left 1 (mended in 2)',
        },
      ],
    });
    const shown = verdict.status === 'fail' ? verdict.findings[0].evidence : [];
    expect(shown.filter(({ kind }) => kind === 'file')).toHaveLength(20);
  });

  it('wants as many as a bound asks for, and names none where there are none', () => {
    expect(of({}, { medium: '>=1' })).toMatchObject({ findings: [{ message: '0 of medium severity, wanted >=1' }] });
  });

  it('counts high ones only with a fix, critical ones always', () => {
    expect(of({ vulnerabilities: [found('high', { fixedIn: [] })] }).status).toBe('pass');
    expect(of({ vulnerabilities: [found('high', { fixedIn: [] })] }, { fixableOnly: false }).status).toBe('fail');
    expect(of({ vulnerabilities: [found('critical', { fixedIn: [] })] }).status).toBe('fail');
  });

  it('keeps bounds of its own for each severity; fewer than a bare number are well', () => {
    const two = [found('medium'), found('medium', { id: 'CVE-2026-2' })];
    expect(of({ vulnerabilities: two }).status).toBe('pass');
    expect(of({ vulnerabilities: two }, { medium: '1' }).status).toBe('fail');
    expect(of({ vulnerabilities: two }, { medium: '3' }).status).toBe('pass');
    expect(of({ vulnerabilities: [found('low')] }, { low: '<1' }).status).toBe('fail');
  });

  it('fails on one that nobody rated where there is a fix, and leaves it open where there is none', () => {
    expect(of({ vulnerabilities: [found('unknown')] })).toMatchObject({
      status: 'fail',
      findings: [{ reason: 'vulnerable' }],
    });
    const unmended = { vulnerabilities: [found('unknown', { fixedIn: [] })] };
    expect(of(unmended).status).toBe('inconclusive');
    expect(of(unmended, { ignoreUnknown: true }).status).toBe('pass');
  });

  it('shows what was let pass, by whom and until when', () => {
    const suppressed = { by: 'openvex', file: 'a.vex.json', because: 'not affected', until: '2027-01-01' } as const;
    const verdict = of({ vulnerabilities: [found('critical', { suppressed })] });
    expect(verdict.status).toBe('pass');
    expect(JSON.stringify(verdict)).toContain('"openvex a.vex.json","not affected","2027-01-01"');
  });

  it('says in a pass how many were let pass', () => {
    const suppressed = { by: 'openvex', file: 'a.vex.json', because: 'not affected', until: null } as const;
    expect(of({ vulnerabilities: [found('critical', { suppressed }), found('medium')] })).toMatchObject({
      status: 'pass',
      evidence: [{ value: '0 critical, 0 high, 1 medium, 0 low; 1 let pass' }, {}, {}],
    });
  });

  it.each([
    ['.trivyignore', '.trivyignore'],
    ['team/.trivyignore', 'team/.trivyignore'],
    ['.trivyignore.yaml', '.trivyignore.yaml'],
    ['exempt.txt', '.trivyignore exempt.txt'],
  ])('names the ignore file %s once', (file, shown) => {
    const suppressed = { by: '.trivyignore', file, because: 'later', until: null } as const;
    expect(JSON.stringify(of({ vulnerabilities: [found('critical', { suppressed })] }))).toContain(
      `"${shown}","later","for ever"`,
    );
  });

  it('fails even with data that is old', () => {
    const engines = clean.engines.map((it) => ({ ...it, dataAgeDays: 100 }));
    expect(of({ engines, vulnerabilities: [found('critical')] }).status).toBe('fail');
  });
});

describe('who looked', () => {
  it('is not conclusive while a package database could not be read', () => {
    const unread = [{ path: '/var/lib/rpm/rpmdb.sqlite', fault: 'it ends early' }];
    expect(of({ unread })).toMatchObject({
      status: 'inconclusive',
      reason: 'not-scanned',
      because: expect.stringContaining('/var/lib/rpm/rpmdb.sqlite (it ends early)'),
    });
  });

  it('names three of the databases that could not be read, and how many are left', () => {
    const unread = ['a', 'b', 'c', 'd', 'e'].map((path) => ({ path, fault: 'broken' }));
    expect(of({ unread })).toMatchObject({
      because: 'what these name was looked at by nobody: a (broken), b (broken), c (broken) and 2 more',
    });
    expect(of({ unread: unread.slice(0, 3) })).toMatchObject({ because: expect.stringMatching(/c \(broken\)$/) });
    expect(of({ unread: [] }).status).toBe('pass');
  });

  it('is not conclusive where an engine has data for no type of packages', () => {
    expect(of({ engines: clean.engines.map((it) => ({ ...it, covers: [] })) })).toMatchObject({
      status: 'inconclusive',
      because: 'no engine had data to look with',
    });
  });

  it('is not conclusive without an engine, or where it had no data', () => {
    expect(of({ engines: [] })).toMatchObject({ status: 'inconclusive', reason: 'not-scanned' });
    const failed = { engines: clean.engines.map((it) => ({ ...it, failed: 'trivy has no vulnerability database' })) };
    expect(of(failed)).toMatchObject({
      reason: 'not-scanned',
      because: expect.stringContaining('no vulnerability database'),
    });
  });

  it('is not conclusive while an advisory of the data cannot be read, and names it in the table', () => {
    const unreadable = [
      { source: 'npm.zip', advisories: 1, files: ['GHSA-1.json'] },
      { source: '.', advisories: 9, files: ['a.json', 'b.json'] },
    ];
    const because = [
      '1 advisory of npm.zip could not be read: GHSA-1.json',
      '9 advisories of . could not be read: a.json, b.json …',
    ];
    const one = { engines: clean.engines.map((it) => ({ ...it, unreadable: unreadable.slice(0, 1) })) };
    expect(of(one)).toMatchObject({ status: 'inconclusive', because: because[0] });
    const verdict = of({ engines: clean.engines.map((it) => ({ ...it, unreadable })) });
    expect(verdict).toMatchObject({
      status: 'inconclusive',
      reason: 'not-scanned',
      because: because.join('; '),
      evidence: [{ kind: 'table', notes: expect.arrayContaining(because.map((text) => `${text}.`)) }],
    });
  });

  it('is not conclusive while a type of packages was seen by nobody, unless that is allowed', () => {
    const unseen = {
      target: 'programs',
      type: 'generic',
      packages: 2,
      bySeverity: null,
      fixable: null,
      lookedAtBy: [],
    } as const;
    const targets = [...clean.targets, unseen];
    expect(of({ targets })).toMatchObject({ reason: 'not-scanned', because: expect.stringContaining('2 × generic') });
    expect(of({ targets }, { allowUnscanned: ['generic'] }).status).toBe('pass');
  });

  it('is not conclusive where no package was found at all', () => {
    expect(of({ targets: [] })).toMatchObject({ status: 'inconclusive', reason: 'not-scanned' });
  });

  it.each([
    [7, 'pass'],
    [7.1, 'inconclusive'],
    [null, 'inconclusive'],
  ])('with data of %s days: %s', (dataAgeDays, status) => {
    const verdict = of({ engines: clean.engines.map((it) => ({ ...it, dataAgeDays })) });
    expect(verdict.status).toBe(status);
    if (status === 'inconclusive') expect(verdict).toMatchObject({ reason: 'data-stale' });
  });

  it('is content with one fresh engine for each type', () => {
    const stale = { ...engine, name: 'grype', dataAgeDays: 30, covers: ['npm'] } as Scan['engines'][number]; // the example's engine
    expect(of({ engines: [stale, ...clean.engines] }).status).toBe('pass');
    const targets = [{ ...row, lookedAtBy: ['grype'] }] as Scan['targets']; // the example's row
    expect(of({ engines: [stale, ...clean.engines], targets })).toMatchObject({ reason: 'data-stale' });
  });
});
