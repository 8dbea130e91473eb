import { afterAll, describe, expect, it } from 'vitest';
import type { AnyCheck, Ask, Atom, Changed, StackChange, StackFacts, Target } from '../../src/domain/index.ts';
import down from '../../src/checks/stack/down.ts';
import http from '../../src/checks/stack/http.ts';
import logs from '../../src/checks/stack/logs.ts';
import persists from '../../src/checks/stack/persists.ts';
import reaches from '../../src/checks/stack/reaches.ts';
import restarts from '../../src/checks/stack/restarts.ts';
import up from '../../src/checks/stack/up.ts';
import { stackSensor } from '../../src/sensors/stack/index.ts';
import { judgeFacts } from '../../src/verify/index.ts';
import { enginePorts } from './engine-ports.ts';

const ports = await enginePorts();
afterAll(() => ports?.[Symbol.asyncDispose]());
const real = describe.skipIf(!ports);
const SIDE_BY_SIDE = 4;

interface Claim {
  readonly check: AnyCheck;
  readonly params?: object;
}

const upstream = `require('node:http').createServer((q,s)=>s.end('from the host')).listen(+process.env.PORT, process.env.ADDRESS)`;
const stacks = {
  'stack-service': {
    settings: {
      env: { TOKEN: 'secret' },
      host: {
        upstream: {
          port: 18081,
          command: ['node', '-e', upstream],
          env: { PORT: '{port}', ADDRESS: '{address}' },
          cwd: null,
        },
      },
    },
    claims: [
      { check: up },
      { check: down },
      { check: http, params: { json: { status: 'ok' } } },
      { check: http, params: { service: 'store', port: 7000, contains: 'stored' } },
      { check: logs, params: { silent: ['store'] } },
      { check: reaches, params: { url: 'http://store:7000/' } },
      { check: reaches, params: { url: 'http://host.docker.internal:18081/' } },
      { check: reaches, params: { url: 'http://localhost:7000/', service: 'store' } },
      { check: restarts },
      { check: restarts, params: { services: ['web'], target: '<=2' } },
    ],
  },
  'notes-service': {
    settings: { env: {}, host: {} },
    claims: [
      {
        check: persists,
        params: { write: { method: 'PUT', path: '/named', body: 'kept' }, read: { path: '/named' }, contains: 'kept' },
      },
    ],
  },
} satisfies Record<string, { settings: object; claims: readonly Claim[] }>;

function targetOf(name: keyof typeof stacks, changed?: Changed): Target {
  const folder = new URL(`./${name}`, import.meta.url).pathname;
  const { settings } = stacks[name];
  return {
    subject: { kind: 'folder', path: folder },
    folder,
    build: { context: '.', dockerfile: 'Dockerfile', args: {}, target: null, secrets: [] },
    run: { windowMs: 1_000 },
    stacks: {},
    stack: { name, files: ['compose.yml'], profiles: [], timeoutMs: 60_000, ...settings },
    built: null,
    builtId: null,
    ...(changed ? { changed } : {}),
  } as unknown as Target; // of the run settings only the window is read
}

const parsed = ({ check, params = {} }: Claim) => ({ check, params: check.params.parse(params) });

/** The facts of a world for those who share it. */
async function observe(name: keyof typeof stacks, claims: readonly Claim[], changed?: Changed) {
  if (!ports) throw new Error('skipped');
  const wanted = claims.map(parsed);
  const atoms = [...new Set(wanted.flatMap(({ check }) => check.reads as readonly Atom[]))];
  const asks: readonly Ask[] = wanted.flatMap(({ check, params }) => check.asks?.(params) ?? []);
  const stack: Partial<StackFacts> = await stackSensor.gather(targetOf(name, changed), atoms, asks, ports);
  return { stack };
}

const verdictOf = (claim: Claim, facts: object) => judgeFacts(parsed(claim), facts);

real.each(Object.keys(stacks) as (keyof typeof stacks)[])('%s', (name) => {
  const claims: readonly Claim[] = stacks[name].claims;

  it('turns red for the reason that each change is made for, and is green before and after', async () => {
    const original = await observe(name, claims);
    for (const claim of claims)
      expect([claim.check.id, verdictOf(claim, original)]).toMatchObject([claim.check.id, { status: 'pass' }]);
    const worlds = new Map<
      string,
      { change: StackChange; wishes: { claim: Claim; reason: string; title: string }[] }
    >();
    for (const claim of claims) {
      const { check, params } = parsed(claim);
      for (const mutant of [...check.mutants, ...(check.mutantsFor?.(original as never, params) ?? [])]) {
        const change = mutant.level === 'P' ? mutant.edit(original, params) : null;
        if (!change) continue;
        const key = JSON.stringify(change);
        const world = worlds.get(key) ?? { change, wishes: [] };
        worlds.set(key, world);
        world.wishes.push({ claim, reason: mutant.reason, title: mutant.title });
      }
    }
    const lines: string[] = [];
    const waiting = [...worlds.values()];
    const worker = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { change, wishes } = next;
        const began = performance.now();
        const its = [...new Set(wishes.map(({ claim }) => claim))];
        const facts = await observe(name, its, { stack: change, patienceMs: 20_000, windowMs: 3_000 });
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        for (const { claim, reason, title } of wishes) {
          const verdict = verdictOf(claim, facts);
          const reasons = verdict.status === 'fail' ? verdict.findings.map((it) => it.reason) : [verdict.status];
          lines.push(`${seconds} s  ${claim.check.id}: ${title}: ${reasons.join(' ')}, wanted ${reason}`);
        }
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    const began = performance.now();
    const again = await observe(name, claims, { patienceMs: 60_000, windowMs: 1_000 });
    lines.push(`${((performance.now() - began) / 1000).toFixed(1)} s  the original once more`);
    process.stderr.write(`${lines.join('\n')}\n`);
    for (const line of lines.slice(0, -1)) {
      const [, said = '', wanted = ''] = /: ([^:]*), wanted (\S+)$/.exec(line) ?? [];
      expect([line, said.split(' ')]).toEqual([line, expect.arrayContaining([wanted])]);
    }
    for (const claim of claims)
      expect([claim.check.id, verdictOf(claim, again)]).toMatchObject([claim.check.id, { status: 'pass' }]);
  });

  it('leaves nothing on the engine but what was built', async () => {
    const label = `tickproof.run=${ports?.owner.runId}`;
    expect(await ports?.engine.listContainers(label)).toEqual([]);
    expect(await ports?.engine.listNetworks(label)).toEqual([]);
    expect(await ports?.engine.listVolumes(label)).toEqual([]);
  });
});
