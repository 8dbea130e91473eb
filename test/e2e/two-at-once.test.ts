import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { brokenLine } from '../../src/record/index.ts';
import { BRIEF, briefRecord } from './brief.ts';
import { hasEngine, started } from './cli.ts';
import { type Copy, hastyCopyOfTmws } from './copies.ts';

const copies: Copy[] = [];

function copy(): Copy {
  const made = hastyCopyOfTmws();
  made.line('docker-compose.mac.yml', 'container_name: tmws-app'); // what two runs would fight for
  made.line('docker-compose.mac.yml', '127.0.0.1:${TMWS_HOST_PORT:-8000}:8000');
  copies.push(made);
  return made;
}

function verifying({ folder }: Copy): Promise<number | null> {
  const child = started(['verify', folder, '--no-cache', ...BRIEF]);
  return new Promise((resolve) => child.once('close', resolve));
}

function verdictsIn(one: Copy): Readonly<Record<string, string>> {
  return Object.fromEntries(briefRecord(one).ticks.map(({ criterion, verdict }) => [criterion.id, verdict.status]));
}

function logOf({ folder }: Copy): readonly string[] {
  return readFileSync(join(folder, '.tickproof/log.jsonl'), 'utf8').trimEnd().split('\n');
}

describe.skipIf(!hasEngine)('two runs at the same time', () => {
  afterEach(() => {
    for (const made of copies.splice(0)) made.remove();
  });

  it('see what each would see alone, of two folders', async () => {
    const [one, other] = [copy(), copy()];
    const exitCode = await verifying(one);
    const alone = verdictsIn(one);
    expect(Object.entries(alone).filter(([, status]) => status !== 'pass')).toEqual([]);

    expect(await Promise.all([verifying(one), verifying(other)])).toEqual([exitCode, exitCode]);
    expect(verdictsIn(one)).toEqual(alone);
    expect(verdictsIn(other)).toEqual(alone);
  });

  it('keep one record and one chain, of the same folder', async () => {
    const both = copy();
    const [first, second] = await Promise.all([verifying(both), verifying(both)]);
    expect(first).toBe(second);
    expect(Object.entries(verdictsIn(both)).filter(([, status]) => status !== 'pass')).toEqual([]);
    expect(logOf(both)).toHaveLength(2);
    expect(brokenLine(logOf(both))).toBeNull();
    expect(JSON.parse(logOf(both)[1] ?? '')).toMatchObject({ run: briefRecord(both).run.id });
  });
});
