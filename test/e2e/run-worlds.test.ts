import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AnyCheck,
  type Atom,
  type Mutant,
  type RunChange,
  type RunFacts,
  type RunSettings,
  type SeenFacts,
  type Target,
} from '../../src/domain/index.ts';
import { runSensor } from '../../src/sensors/run/index.ts';
import cpu from '../../src/checks/run/cpu.ts';
import healthy from '../../src/checks/run/healthy.ts';
import http from '../../src/checks/run/http.ts';
import logs from '../../src/checks/run/logs.ts';
import memory from '../../src/checks/run/memory.ts';
import openPorts from '../../src/checks/run/ports.ts';
import reaches from '../../src/checks/run/reaches.ts';
import readOnly from '../../src/checks/run/read-only.ts';
import restarts from '../../src/checks/run/restarts.ts';
import starts from '../../src/checks/run/starts.ts';
import startup from '../../src/checks/run/startup.ts';
import stop from '../../src/checks/run/stop.ts';
import user from '../../src/checks/run/user.ts';
import { judgeFacts } from '../../src/verify/judge.ts';
import { enginePorts } from './engine-ports.ts';

const ports = await enginePorts();
const service = new URL('./run-service', import.meta.url).pathname;
/** The helper is a static program, and can be a service as well: nothing else is in the image. */
const BARE = `FROM scratch
COPY helper /service
USER 4321:4321
EXPOSE 8000
ENTRYPOINT ["/service", "print", "stdout", "listening on 8000", "--", "/service"]
CMD ["serve", "8000", "200", "bare"]
`;
const PACE = { patienceMs: 8_000, windowMs: 3_000 };
const SETTINGS: RunSettings = {
  env: {},
  ready: { http: '/', port: 8000 },
  writable: [],
  host: {},
  memory: 128 * 2 ** 20,
  timeoutMs: 20_000,
  windowMs: 3_000,
  starts: 3,
};

/** Checks with parameters that the service meets; the bounds are near, as an owner's would be. */
const CLAIMS: readonly (readonly [AnyCheck, Readonly<Record<string, unknown>>])[] = [
  [starts, {}],
  [healthy, {}],
  [http, { json: { status: 'ok' } }],
  [http, { port: 8000, contains: 'uptime', headers: { 'content-type': 'json', 'x-service': 'notes' } }],
  [logs, {}],
  [logs, { pattern: '\\[(?:panic|alarm)\\]\\s+\\w{3}\\d+' }],
  [startup, { target: '<2s' }],
  [startup, {}],
  [memory, { target: '<100MB' }],
  [memory, { target: '<8GB' }],
  [cpu, { target: '<20%' }],
  [cpu, { target: '<90%' }],
  [restarts, {}],
  [restarts, { target: '<=3' }],
  [user, { name: 'node', uid: 1000 }],
  [stop, { target: '<2s' }],
  [stop, {}],
  [readOnly, {}],
  [reaches, { url: 'http://host.docker.internal:18099/' }],
  [openPorts, {}],
];

let made: string[] = [];
/** What holds of it: it has no health check, and the helper ends on TERM with 143. */
const BARE_CLAIMS: typeof CLAIMS = [
  [starts, {}],
  [http, { contains: 'bare' }],
  [logs, {}],
  [memory, { target: '<64MB' }],
  [cpu, {}],
  [restarts, {}],
  [user, { uid: 4321 }],
  [stop, { target: '<2s', exit: [0, 137, 143] }],
  [readOnly, {}],
  [openPorts, {}],
];

async function build(name: string, context: string): Promise<string> {
  if (!ports) throw new Error('skipped');
  const tag = ports.owner.name(`${name}:test`);
  const request = {
    context,
    dockerfile: `${context}/Dockerfile`,
    tag,
    args: {},
    secrets: [],
    labels: ports.owner.labels,
  };
  const built = await ports.engine.build(request, () => undefined);
  if (!built.succeeded) throw new Error(built.message);
  made.push(tag);
  return tag;
}

afterAll(async () => {
  for (const tag of made) await ports?.engine.removeImage(tag);
  made = [];
  await ports?.[Symbol.asyncDispose]();
});

type Claim = readonly [AnyCheck, unknown];

/** What the run sensor sees of an image for these claims, changed or not. */
async function look(
  image: string,
  claims: readonly Claim[],
  { change, settings = SETTINGS, pace }: { change?: RunChange; settings?: RunSettings; pace?: typeof PACE } = {},
): Promise<Partial<RunFacts>> {
  if (!ports) throw new Error('skipped');
  const target = {
    subject: { kind: 'engine-image', reference: image },
    folder: service,
    run: settings,
    stacks: {},
    stack: null,
    built: image,
    builtId: null,
    ...(pace ? { changed: { ...pace, ...(change ? { run: change } : {}) } } : {}),
  } as unknown as Target; // the build's settings are not read
  const atoms = new Set<Atom>(['run.state', ...claims.flatMap(([check]) => check.reads as readonly Atom[])]);
  const asks = claims.flatMap(([check, params]) => check.asks?.(params) ?? []);
  return runSensor.gather(target, [...atoms], asks, ports);
}

type Made = Extract<Mutant<string, unknown>, { readonly level: 'R' }>;

/** Every mutant of level R of a check that finds something to change. */
function worldsOf(check: AnyCheck, params: unknown, facts: SeenFacts): readonly (readonly [Made, RunChange])[] {
  const all = [...check.mutants, ...(check.mutantsFor?.(facts as never, params) ?? [])] as Mutant<string, unknown>[];
  return all.flatMap((it): readonly (readonly [Made, RunChange])[] => {
    const change = it.level === 'R' ? it.edit(facts, params) : null;
    return it.level === 'R' && change ? [[it, change]] : [];
  });
}

/** Makes every world of a claim that holds, and says how long each took. */
async function proofs(image: string, run: Partial<RunFacts>, claim: Claim, settings = SETTINGS): Promise<number> {
  const [check, params] = claim;
  expect(judgeFacts({ check, params }, { run }), check.id).toMatchObject({ status: 'pass' });
  const worlds = worldsOf(check, params, { run });
  for (const [mutant, change] of worlds) {
    const startedMs = performance.now();
    const seen = await look(image, [claim], { change, settings, pace: PACE });
    const took = `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
    const red = judgeFacts({ check, params: mutant.params ?? params }, { run: seen });
    const reasons = red.status === 'fail' ? red.findings.map(({ reason }) => reason) : [red.status];
    process.stderr.write(`${took}  ${check.id}: ${mutant.title} -> ${reasons.join(', ')}\n`);
    expect(reasons, `${check.id}: ${mutant.title}: ${JSON.stringify(red)}`).toContain(mutant.reason);
  }
  return worlds.length;
}

const parsed = ([check, written]: readonly [AnyCheck, object]): Claim => [check, check.params.parse(written)];

describe.skipIf(!ports)('a changed container', () => {
  let image = '';
  let original: Partial<RunFacts> = {};
  const upstream = `require('node:http').createServer((q,s)=>s.end('ok')).listen(+process.env.PORT, process.env.ADDRESS)`;
  const host = {
    upstream: {
      port: 18099,
      command: ['node', '-e', upstream],
      env: { PORT: '{port}', ADDRESS: '{address}' },
      cwd: null,
    },
  };
  const withHost = { ...SETTINGS, host };
  beforeAll(async () => {
    image = await build('run-worlds', service);
    original = await look(image, CLAIMS.map(parsed), { settings: withHost });
  });

  const named = CLAIMS.map(([check, written]) => [check.id, JSON.stringify(written), check, written] as const);
  it.concurrent.each(named)(
    'turns %s %s red for the right reason in each of its worlds',
    async (_id, _text, check, written) => {
      const settings = check === reaches ? withHost : SETTINGS;
      expect(await proofs(image, original, parsed([check, written]), settings)).toBeGreaterThan(0);
    },
  );

  it('is made of an image that holds nothing but one static program', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tickproof-e2e-'));
    copyFileSync(ports?.helper(ports.engine.info.architecture) ?? '', join(folder, 'helper'));
    writeFileSync(join(folder, 'Dockerfile'), BARE);
    const bare = await build('run-bare', folder);
    rmSync(folder, { recursive: true });
    const claims = BARE_CLAIMS.map(parsed);
    const run = await look(bare, claims);
    for (const made of await Promise.all(claims.map((claim) => proofs(bare, run, claim))))
      expect(made).toBeGreaterThan(0);
  });

  it('leaves nothing behind', async () => {
    const label = `tickproof.run=${ports?.owner.runId}`;
    expect(await ports?.engine.listContainers(label)).toEqual([]);
    expect(await ports?.engine.listNetworks(label)).toEqual([]);
  });
});
