import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allChecks } from '../../src/checks/index.ts';
import { profiles } from '../../src/criteria/index.ts';
import type { AnyCheck } from '../../src/domain/index.ts';
import { tryNothing } from '../../src/proof/index.ts';
import { judgeFacts } from '../../src/verify/index.ts';
import { type HostPorts, makePorts } from '../../src/engines/index.ts';
import { type Client, exampleClaim, exampleWorld, hasCompose } from '../kit/index.ts';
import { survivorsOnExamples } from './examples.ts';

const root = join(import.meta.dirname, '../..');
let host: HostPorts | null = null;
beforeAll(async () => {
  host = await makePorts({ engine: 'none', signal: new AbortController().signal, onEvent: () => {}, env: process.env });
  if (!hasCompose) console.error('SKIPPED: there is no docker compose, so mutants of compose texts are not loaded');
});
afterAll(() => host?.[Symbol.asyncDispose]());

/** Compose texts are loaded by the client that is there. */
function client(check: AnyCheck): Client {
  return host && check.id.startsWith('compose/')
    ? { processes: host.processes, temporary: (prefix) => host?.files.temporary(prefix) as never }
    : {}; // `host` does not change while tests run
}

it('has checks', () => {
  expect(allChecks.length).toBeGreaterThan(40);
});

it('names only checks of the catalogue in its profiles', () => {
  const ids = new Set<string>(allChecks.map(({ id }) => id));
  const named = Object.values(profiles).flatMap((sections) =>
    sections.flatMap(({ lines }) => lines.map(({ check }) => check)),
  );
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});

it('gives a rule known elsewhere to one check of a kind only', () => {
  const owners = new Map<string, string[]>();
  for (const { id, aliases = [] } of allChecks)
    for (const alias of aliases.filter((it) => !it.startsWith('PROD-')))
      owners.set(alias, [...(owners.get(alias) ?? []), id]);
  const twice = [...owners].filter(([, ids]) => new Set(ids.map((id) => id.split('/')[0])).size < ids.length);
  expect(twice).toEqual([]);
});

describe.each(allChecks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  it('has source, test and page', () => {
    const missing = [`src/checks/${id}.ts`, `src/checks/${id}.test.ts`, `docs/checks/${id}.md`].filter(
      (path) => !existsSync(join(root, path)),
    );
    expect(missing).toEqual([]);
  });

  it('speaks in sentences', () => {
    for (const text of [check.title, check.why, check.remedy]) expect(text.length).toBeGreaterThan(10);
    expect(check.title).not.toMatch(/\.$/);
  });

  it('has a mutant or a test for each reason', () => {
    const test = readFileSync(join(root, `src/checks/${id}.test.ts`), 'utf8');
    const untested = check.reasons.filter(
      (reason) => !check.mutants.some((mutant) => mutant.reason === reason) && !test.includes(`'${reason}'`),
    );
    expect(untested).toEqual([]);
  });

  it('passes on its example', async () => {
    const claim = await exampleClaim(check, check.example);
    expect(judgeFacts(claim, claim.facts)).toMatchObject({ status: 'pass' });
  });

  it('is not green where there is nothing', async () => {
    const claim = await exampleClaim(check, check.example);
    expect(await tryNothing(claim, exampleWorld(check.example, claim.facts, client(check)))).toMatchObject({
      status: 'killed',
    });
  });

  it('goes red for the right reason on every mutant that bytes alone can make', async () => {
    expect(await survivorsOnExamples(check, allChecks, client(check))).toEqual([]);
  });
});
