import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allChecks } from '../../src/checks/index.ts';
import { type HostPorts, makePorts } from '../../src/engines/index.ts';
import { type Client, hasCompose } from '../kit/index.ts';
import { deployments } from './deployments/index.ts';
import { held } from './held.ts';
import { isRule, REQUIRED, SEVERAL } from './required.ts';

const total = { green: 0, killed: 0, equivalent: 0, made: 0 };
const checks = allChecks.filter(({ id }) => hasCompose || !id.startsWith('compose/'));

let host: HostPorts | null = null;
beforeAll(async () => {
  host = await makePorts({ engine: 'none', signal: new AbortController().signal, onEvent: () => {}, env: process.env });
  if (!hasCompose) console.error('SKIPPED: there is no docker compose, so no project of the deployments is loaded');
});
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  const { green, killed, equivalent, made } = total;
  console.log(
    `${deployments.length} deployments × ${checks.length} checks: green ${green} times; of the mutants ${killed} were killed, ${equivalent} changed nothing, ${made} are an engine's`,
  );
});

function client(): Client {
  return host ? { processes: host.processes, temporary: (prefix) => host?.files.temporary(prefix) as never } : {}; // `host` does not change while tests run
}

it('knows what the catalogue wants of each check, and of nothing else', () => {
  const ids = allChecks.filter((check) => !isRule(check)).map(({ id }) => id);
  expect(Object.keys(REQUIRED).sort()).toEqual(ids.toSorted());
  const wanted = Object.entries(REQUIRED).flatMap(([id, keys]) => keys.map((key) => `${id} ${key}`));
  expect(Object.keys(SEVERAL).filter((key) => !wanted.includes(key))).toEqual([]);
});

it('names only checks that there are in its deployments', () => {
  const ids = new Set<string>(allChecks.map(({ id }) => id));
  const named = deployments.flatMap(({ params, otherwise }) => [...Object.keys(params), ...Object.keys(otherwise)]);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});

describe.each(checks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  it('kills every mutant of grown deployments for the right reason, and those that the catalogue wants are among them', async () => {
    const { faults, book, ...counts } = await held(check, client());
    for (const [name, count] of Object.entries(counts)) total[name as keyof typeof total] += count; // as `counts` has them
    expect(faults).toEqual([]);
    if (isRule(check)) return;
    // what it shows of them, to be read when it changes: `npx vitest run --project unit test/house/deployments.test.ts -u`
    await expect(book).toMatchFileSnapshot(join(import.meta.dirname, `book/${id}.txt`));
  });
});
