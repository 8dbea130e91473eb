// 1,000 packages against 200,000 synthetic advisories: time to build the index, to open it, to match, and memory.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execArgv, execPath, exit, memoryUsage } from 'node:process';
import { loadAdvisories, matchPackages } from '../src/catalog/advisories/index.ts';
import type { OsRelease, Package, PackageType } from '../src/domain/index.ts';
import { hostFiles } from '../src/engines/files.ts';
import { zipOf } from '../test/kit/zip.ts';

const ADVISORIES = 200_000;
const PACKAGES = 1000;
const MOST_MATCH_MS = 1000;
const MOST_MEMORY_MB = 300;
const DEBIAN: OsRelease = { family: 'debian', version: '12.9', codename: 'bookworm', prettyName: null };

const ECOSYSTEMS: readonly { readonly name: string; readonly type: PackageType; readonly share: number }[] = [
  { name: 'Debian', type: 'deb', share: 0.3 },
  { name: 'npm', type: 'npm', share: 0.3 },
  { name: 'PyPI', type: 'pypi', share: 0.2 },
  { name: 'Go', type: 'golang', share: 0.1 },
  { name: 'Maven', type: 'maven', share: 0.1 },
];

/** The same numbers on every machine. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed >>> 0; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const nameOf = (ecosystem: string, index: number): string =>
  ecosystem === 'Maven' ? `org.example${index % 97}:part-${index}` : `part-${index}`;

function writeData(folder: string): number {
  const random = numbers(7);
  const next = (below: number) => Math.floor((random.next().value as number) * below); // the generator never ends
  for (const { name, share } of ECOSYSTEMS) {
    const count = Math.round(ADVISORIES * share);
    const members = function* (): Generator<readonly [string, string]> {
      for (let at = 0; at < count; at += 1) {
        const fixed = `${1 + next(9)}.${next(20)}.${next(20)}`;
        const id = `${name === 'Debian' ? 'DEBIAN-CVE' : 'GHSA'}-2026-${100_000 + at}`;
        const affected = (name === 'Debian' ? ['Debian:11', 'Debian:12', 'Debian:13'] : [name]).map((ecosystem) => ({
          package: { ecosystem, name: nameOf(name, next(count / 4)) },
          ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
        }));
        const severity = [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N' }];
        const details = 'A fault in a part of a program, told at some length. '.repeat(8);
        const record = {
          id,
          aliases: [`CVE-2026-${100_000 + at}`],
          modified: '2026-11-20T00:00:00Z',
          affected,
          severity,
          details,
        };
        yield [`${id}.json`, JSON.stringify({ schema_version: '1.7.0', ...record })];
      }
    };
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'all.zip'), zipOf(members()));
  }
  return ECOSYSTEMS.reduce((sum, { name }) => sum + statSync(join(folder, name, 'all.zip')).size, 0);
}

function somePackages(): readonly Package[] {
  const random = numbers(11);
  const next = (below: number) => Math.floor((random.next().value as number) * below); // the generator never ends
  return Array.from({ length: PACKAGES }, (_, index) => {
    const {
      name: ecosystem,
      type,
      share,
    } = ECOSYSTEMS[index % ECOSYSTEMS.length] ?? { name: 'npm', type: 'npm', share: 1 };
    const name = nameOf(ecosystem, next((ADVISORIES * share) / 4));
    const version = `${1 + next(9)}.${next(20)}.${next(20)}`;
    const rest = { architecture: null, source: null, licences: [], cataloguer: type, layer: 0, sizeBytes: 0, files: 0 };
    const purl = `pkg:${type}/${name}@${version}`;
    return { type, name, version, purl, path: '/', shippedBy: null, requires: [], ...rest };
  });
}

const files = hostFiles(() => {
  throw new Error('nothing is made here');
});

const load = (folder: string) =>
  loadAdvisories({
    files,
    path: join(folder, 'data'),
    cacheFolder: join(folder, 'index'),
    now: () => 0,
    signal: new AbortController().signal,
  });

/** Of this process alone: what `getrusage` says is taken over from the parent. */
function memoryMb(): number {
  const peak = existsSync('/proc/self/status')
    ? /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
    : null;
  return Math.round(peak ? Number(peak[1]) / 1024 : memoryUsage.rss() / 1e6);
}

async function inside(step: string, folder: string): Promise<void> {
  const before = performance.now();
  const advisories = await load(folder);
  const opened = performance.now();
  if (!advisories) throw new Error('there is no data');
  if (step === 'build') console.log(`built in ${Math.round(opened - before)} ms, ${memoryMb()} MB at most`);
  else {
    const { matches } = await matchPackages(advisories, somePackages(), DEBIAN);
    const ms = Math.round(performance.now() - before);
    const [most, memory] = [MOST_MATCH_MS, memoryMb()];
    console.log(`opened in ${Math.round(opened - before)} ms`);
    console.log(`${PACKAGES} packages: ${matches.length} matches, ${ms} ms with opening (target < ${most} ms)`);
    console.log(`memory at most ${memory} MB (target < ${MOST_MEMORY_MB} MB)`);
    if (ms >= most || memory >= MOST_MEMORY_MB) exit(1);
  }
}

function outside(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tickproof-bench-'));
  try {
    mkdirSync(join(folder, 'data'));
    const bytes = writeData(join(folder, 'data'));
    console.log(`${ADVISORIES} advisories in ${ECOSYSTEMS.length} zips, ${Math.round(bytes / 1e6)} MB`);
    for (const step of ['build', 'match']) {
      const run = spawnSync(execPath, [...execArgv, import.meta.filename, step, folder], { stdio: 'inherit' });
      if (run.status !== 0) exit(1);
      if (step === 'build') {
        const sizes = readdirSync(join(folder, 'index')).map((name) => statSync(join(folder, 'index', name)).size);
        console.log(`index of ${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6)} MB`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, , step = '', folder = ''] = argv;
if (step === 'build' || step === 'match') await inside(step, folder);
else outside();
