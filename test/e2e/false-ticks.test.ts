import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, pid } from 'node:process';
import { afterAll, describe, expect, it } from 'vitest';
import type { EvidenceRecord } from '../../src/index.ts';
import { hasEngine, verified } from './cli.ts';
import { FAULTS, type Fixture, fixtures, saysSo } from './false-ticks.ts';

type Tick = EvidenceRecord['ticks'][number];

const home = realpathSync(mkdtempSync(join(tmpdir(), 'tickproof-e2e-false-ticks-')));
const table: string[] = [];
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
  console.log(['kind · naive says · tickproof says', ...table].join('\n'));
});

const able = fixtures.filter(({ needs }) => hasEngine || needs === 'nothing');

describe.each(able)('$name', (fixture) => {
  it('is ticked by hand, and never ✅ here', () => {
    const ticked = naively(fixture);
    const folder = copyOf(fixture, 'judged');
    const shown = join(folder, 'shown.txt');
    const ids = [...new Set(fixture.ticks.map(({ criterion }) => criterion))];
    const { record, exitCode } = verified([
      folder,
      ...(fixture.needs === 'nothing' ? ['--engine', 'none'] : []),
      '--report',
      `terminal=${shown}`,
      ...ids.flatMap((id) => ['--only', id]),
    ]);
    expect([1, 4, 5]).toContain(exitCode);
    expect(record.decision).toBe('not-certified');
    for (const { kind, criterion, verdict, reason, proof, says } of fixture.ticks) {
      const tick = record.ticks.find((it) => it.criterion.id === criterion);
      if (!tick) throw new Error(`nothing was said about ${criterion}`);
      expect(ticked.get(kind), `${kind} is a tick of the naive verification`).toBeDefined();
      const sign = signOf(readFileSync(shown, 'utf8'), criterion);
      expect(sign, criterion).toMatch(/^[❌⚠◐⛔–]$/u);
      expect({ criterion, verdict: tick.verdict.status }).toEqual({ criterion, verdict });
      if (proof) expect({ criterion, proof: tick.proof }).toEqual({ criterion, proof });
      if (reason) expect(reasonsOf(tick)).toContain(reason);
      const sentence = sentencesOf(tick).find((it) => saysSo(it, says));
      expect(sentence, `${criterion} says: ${sentencesOf(tick).join(' | ')}`).toBeDefined();
      table.push(`${kind} · ✅ ${ticked.get(kind)} · ${sign} ${sentence}`);
    }
  });
});

/** What the hand-written verification ticks, by kind. All of what it says must be green: else this were no false tick. */
function naively(fixture: Fixture): ReadonlyMap<string, string> {
  const image = `tickproof-e2e-false-tick-${pid}`;
  try {
    const { stdout } = spawnSync('sh', ['naive.sh'], {
      cwd: copyOf(fixture, 'naive'),
      env: { ...env, IMAGE: image },
      encoding: 'utf8',
    });
    return new Map([...stdout.matchAll(/^✅ ([a-z0-9-]+): (.+)$/gm)].map(([, kind = '', says = '']) => [kind, says]));
  } finally {
    if (fixture.needs === 'engine') {
      spawnSync('docker', ['rm', '-f', image]);
      spawnSync('docker', ['image', 'rm', '-f', image]);
    }
  }
}

function copyOf({ name }: Fixture, what: string): string {
  const folder = join(home, what, name);
  cpSync(join(FAULTS, name), folder, { recursive: true, filter: (path) => !path.endsWith('.tickproof') });
  return folder;
}

/** The glyph that stands before a criterion in the list of a terminal report. */
function signOf(shown: string, id: string): string | undefined {
  return shown
    .split('\n')
    .map((line) => / (\S+) +(\S+) /u.exec(line))
    .find((found) => found?.[2] === id)?.[1];
}

function reasonsOf({ verdict }: Tick): readonly string[] {
  if (verdict.status === 'fail') return verdict.findings.map(({ reason }) => reason);
  return verdict.status === 'inconclusive' && verdict.reason !== undefined ? [verdict.reason] : [];
}

function sentencesOf({ verdict, proofBecause }: Tick): readonly string[] {
  if (verdict.status === 'fail') return verdict.findings.map(({ message }) => message);
  return verdict.status === 'pass' ? [proofBecause] : [verdict.because];
}
