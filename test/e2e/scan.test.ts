import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceRecord } from '../../src/index.ts';
import { dockerArchive } from '../kit/docker-archive.ts';
import { tickproof } from './cli.ts';
import { redOf } from './copies.ts';

const DAY_MS = 86_400_000;
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' });

const CRITERIA = `version: 1
extends: minimal
sections:
  - title: Scan
    criteria:
      - { check: packages/vulnerabilities, id: SCAN }
      - { check: packages/inventory, id: INVENTORY }
      - { check: image/no-secrets, id: SECRETS }
`;

/** A file of a package that names itself, as npm installs it. */
const npm = (name: string, version: string) => ({
  name: `app/node_modules/${name}/package.json`,
  body: JSON.stringify({ name, version }),
});
const BASE = [{ name: 'etc/os-release', body: 'ID=debian\nVERSION_ID="12"\n' }, npm('right', '1.0.0')];

const advisory = (modifiedMs: number) => ({
  id: 'GHSA-aaaa-bbbb-cccc',
  aliases: ['CVE-2026-12345'],
  modified: new Date(modifiedMs).toISOString(),
  summary: 'left leans too far',
  database_specific: { severity: 'HIGH' },
  affected: [
    {
      package: { ecosystem: 'npm', name: 'left' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.1' }] }],
    },
  ],
});

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tickproof-e2e-scan-')));
  writeFileSync(join(folder, 'criteria.yaml'), CRITERIA);
  writeFileSync(join(folder, 'clean.tar'), dockerArchive([BASE]));
  writeFileSync(join(folder, 'vulnerable.tar'), dockerArchive([BASE, [npm('left', '2.0.0')]]));
  const planted = [{ name: 'srv/key.pem', body: String(KEY) }];
  writeFileSync(join(folder, 'deleted.tar'), dockerArchive([BASE, planted, [{ name: 'srv/.wh.key.pem', body: '' }]]));
  for (const [name, atMs] of [
    ['fresh', Date.now() - DAY_MS],
    ['old', Date.now() - 10 * DAY_MS],
  ] as const) {
    mkdirSync(join(folder, name));
    const path = join(folder, name, 'advisory.json');
    writeFileSync(path, JSON.stringify(advisory(atMs)));
    utimesSync(path, atMs / 1000, atMs / 1000);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function verified(archive: string, ...more: string[]) {
  const words = ['verify', `docker-archive:${archive}`, '--engine', 'none', '--criteria', 'criteria.yaml', '--json'];
  const only = ['SCAN', 'INVENTORY', 'SECRETS'].flatMap((id) => ['--only', id]);
  const ran = tickproof([...words, ...only, ...more], {
    cwd: folder,
    variables: { PATH: join(folder, 'no-programs'), XDG_CACHE_HOME: join(folder, 'cache') },
  });
  expect(ran.stdout, ran.stderr).not.toBe('');
  const record = JSON.parse(ran.stdout) as EvidenceRecord;
  const tick = record.ticks.find(({ criterion }) => criterion.id === 'SCAN');
  return { ...ran, record, scan: tick };
}

it('says that nothing is known to be wrong only where fresh data was looked at, and shows that it could have been', () => {
  const { scan, exitCode } = verified('clean.tar', '--advisories', 'fresh');
  expect(scan).toMatchObject({ verdict: { status: 'pass' }, proof: 'proven', criterion: { required: true } });
  expect(exitCode).toBe(5); // the profile's own criteria were left out
});

it('fails on a vulnerable package, with the advisory, the version that mends it, and the layer that brought it', () => {
  const { record, exitCode } = verified('vulnerable.tar', '--advisories', 'fresh');
  const red = redOf(record);
  expect(Object.keys(red)).toEqual(['SCAN']);
  expect(red['SCAN']).toMatchObject({
    reasons: ['vulnerable'],
    messages: [expect.stringMatching(/CVE-2026-12345 in left 2\.0\.0 \(mended in 2\.0\.1\)/)],
    files: ['/app/node_modules/left/package.json'],
    layers: [1],
    text: expect.stringContaining('GHSA') as string,
  });
  expect(exitCode).toBe(1);
});

describe('is inconclusive, which is not zero,', () => {
  it('with data that is ten days old', () => {
    const { scan, exitCode } = verified('clean.tar', '--advisories', 'old');
    expect(scan?.verdict).toMatchObject({ status: 'inconclusive', reason: 'data-stale' });
    expect(exitCode).toBe(5);
  });

  it('with neither data nor scanner', () => {
    const { scan, exitCode } = verified('clean.tar');
    expect(scan?.verdict).toMatchObject({ status: 'inconclusive', reason: 'not-scanned' });
    expect(exitCode).toBe(5);
  });
});

it('finds a secret that a later layer deleted', () => {
  const red = redOf(verified('deleted.tar', '--advisories', 'fresh').record);
  expect(Object.keys(red)).toEqual(['SECRETS']);
  expect(red['SECRETS']).toMatchObject({ reasons: ['secret'], files: ['/srv/key.pem'], layers: [1] });
  expect(red['SECRETS']?.text).toMatch(/deleted in layer 2/);
  expect(red['SECRETS']?.text).not.toContain(String(KEY).split('\n')[3]);
});
