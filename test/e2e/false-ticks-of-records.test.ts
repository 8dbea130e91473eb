import { appendFileSync, cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceRecord } from '../../src/index.ts';
import { tickproof } from './cli.ts';
import { FAULTS, OF_RECORDS, saysSo } from './false-ticks.ts';

/** A deployment that was judged, and what then became of it: needs no engine. */
const home = realpathSync(mkdtempSync(join(tmpdir(), 'tickproof-e2e-false-records-')));
const good = join(home, 'good');
const bad = join(home, 'bad');
let made = 0;
let folder = good;
const table: string[] = [];

const verify = (...more: string[]) => tickproof(['verify', folder, '--engine', 'none', '--quiet', ...more]);
const status = () => tickproof(['status', folder]);
const report = (format = 'terminal') => tickproof(['report', folder, '--format', format]);
const at = (path: string) => join(folder, path);
const read = (path: string) => readFileSync(at(path), 'utf8');
const record = () => JSON.parse(read('.tickproof/record.json')) as EvidenceRecord;

function edit(path: string, from: string, to: string): void {
  const text = read(path);
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  writeFileSync(at(path), text.replace(from, to));
}

/** What is left of a run, as a folder that the test may go on with. */
function from(judged: string): void {
  folder = join(home, `copy-${++made}`);
  cpSync(judged, folder, { recursive: true });
}

/** The line of an output that says what the kind of false tick is expected to be told by. */
function told(kind: string, output: string): string {
  const sentence = OF_RECORDS[kind] ?? '';
  const line = output
    .split('\n')
    .map((it) => it.trim().replace(/\s+/g, ' '))
    .find((it) => saysSo(it, sentence));
  expect(line, `${sentence} in ${output}`).toBeDefined();
  table.push(`${kind} · ${line}`);
  return line ?? '';
}

beforeAll(() => {
  cpSync(join(FAULTS, 'moved-since'), good, { recursive: true, filter: (path) => !path.endsWith('.tickproof') });
  cpSync(good, bad, { recursive: true });
  folder = good;
  expect(verify().exitCode).toBe(0);
  folder = bad;
  edit('Dockerfile', 'USER nobody', 'USER root');
  appendFileSync(at('app/model'), 'x'.repeat(2000));
  edit('tickproof.yaml', '<50kB', '<1kB');
  expect(verify().exitCode).toBe(1);
  folder = good;
});
afterEach(() => {
  folder = good;
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
  console.log(['kind · tickproof says', ...table].join('\n'));
});

it('is certified as it stands, and still true', () => {
  expect(status()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('All of it is still true') as string });
});

describe('where nothing can be built', () => {
  it('signs nothing that an image would have to tell', () => {
    folder = join(home, 'unbuilt');
    cpSync(join(FAULTS, 'expected-figures'), folder, { recursive: true });
    const { exitCode, stdout } = tickproof(['verify', folder, '--engine', 'none', '--only', 'SIZE']);
    expect(exitCode).toBe(5);
    expect(stdout).toMatch(/⛔ SIZE/);
    told('signed-without-engine', stdout);
  });
});

describe('evidence that is older than its inputs', () => {
  it('is stale once an input moves, and names it', () => {
    from(good);
    edit('Dockerfile', 'USER nobody', 'USER root');
    const { exitCode, stdout } = status();
    expect(exitCode).toBe(3);
    told('older-than-its-inputs', stdout);
    told('quoted-line-gone', stdout);
    expect(stdout).not.toMatch(/✅ proven +(?:USER|HEALTH)/);
  });

  it('quotes lines where they stand now', () => {
    from(good);
    writeFileSync(at('Dockerfile'), `# one\n# two\n${read('Dockerfile')}`);
    expect(report('markdown').stdout).toContain('`Dockerfile:6` · **USER**');
    const { exitCode, stdout } = status();
    expect(exitCode).toBe(3);
    told('quoted-lines-moved', stdout);
  });

  it('is judged again, and not taken over', () => {
    from(good);
    edit('Dockerfile', 'USER nobody', 'USER root');
    expect(verify().exitCode).toBe(1);
  });

  // it should be ⧗: the hash of the line that it quotes is nowhere in the file any more
  it('is not rendered ✅ again with a line that says something else now', () => {
    from(good);
    edit('Dockerfile', 'USER nobody', 'USER root');
    expect(report('markdown').stdout).not.toMatch(/- ✅ .*\*\*USER\*\*/);
  });
});

describe('a record that was edited by hand', () => {
  const forged = () => {
    from(bad);
    const theirs = record();
    const ours = JSON.parse(readFileSync(join(good, '.tickproof/record.json'), 'utf8')) as EvidenceRecord;
    const isUser = ({ criterion: { id } }: EvidenceRecord['ticks'][number]) => id === 'USER';
    const green = ours.ticks.find(isUser);
    const ticks = theirs.ticks.map((tick) =>
      isUser(tick) && green ? { ...green, key: tick.key, inputs: tick.inputs } : tick,
    );
    const proofs = ours.counterProofs.filter(({ criterion }) => criterion === 'USER');
    const all = { ...theirs, ticks, counterProofs: [...theirs.counterProofs, ...proofs] };
    writeFileSync(at('.tickproof/record.json'), JSON.stringify(all));
  };

  it('is tampered with, and never ends with 0', () => {
    forged();
    const { exitCode, stdout } = status();
    expect(exitCode).not.toBe(0);
    told('edited-record', stdout);
  });

  it('has no ✅ in its status', () => {
    forged();
    expect(status().stdout).not.toContain('✅');
  });

  it('has no ✅ when it is rendered again', () => {
    forged();
    expect(report().stdout).not.toMatch(/✅ USER/);
  });

  it('gives the next run nothing to take over', () => {
    forged();
    verify();
    expect(record().ticks.find(({ criterion }) => criterion.id === 'USER')?.verdict.status).toBe('fail');
  });

  it('is noticed where a red result was dropped', () => {
    from(bad);
    const all = record();
    const ticks = all.ticks.filter(({ verdict }) => verdict.status !== 'fail');
    writeFileSync(at('.tickproof/record.json'), JSON.stringify({ ...all, ticks }));
    const { exitCode, stdout } = status();
    expect(exitCode).toBe(3);
    told('dropped-result', stdout);
  });

  it('is noticed where the log of the runs is gone', () => {
    from(good);
    rmSync(at('.tickproof/log.jsonl'));
    const { exitCode, stdout } = status();
    expect(exitCode).toBe(3);
    told('dropped-log', stdout);
  });
});

describe('a gate that was weakened', () => {
  const loosened = () => {
    expect(verify().exitCode).toBe(1); // by USER, which is no part of this
    const diff = record().previous?.criteriaDiff ?? [];
    return diff.map(({ change, detail }) => `${change}: ${detail}`).join('\n');
  };

  it('is shown where the bound was raised until it holds', () => {
    from(bad);
    edit('tickproof.yaml', 'target: <1kB', 'target: <50kB');
    expect(status().stdout).not.toMatch(/✅ proven +SIZE/);
    told('threshold-loosened', loosened());
    expect(report().stdout).toMatch(/loosened +SIZE +<1kB → <50kB/);
  });

  it('is shown where it is required no longer', () => {
    from(bad);
    edit('tickproof.yaml', 'target: <1kB', 'target: <1kB, level: advisory');
    told('gate-made-advisory', loosened());
    expect(report().stdout).toMatch(/❌ SIZE/);
  });

  it('is shown where it is asked no longer', () => {
    from(bad);
    writeFileSync(at('tickproof.yaml'), read('tickproof.yaml').replace(/.*id: SIZE.*\n/, ''));
    told('gate-removed', loosened());
    expect(report().stdout).toMatch(/removed +SIZE/);
  });
});
