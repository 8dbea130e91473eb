import { describe, expect, it } from 'vitest';
import type { AnyCheck, ComposeModel } from '../../domain/index.ts';
import { judged } from '../../../test/kit/index.ts';
import type { Sources } from '../kit.ts';
import cleanMachine from './clean-machine.ts';
import dependsHealthy from './depends-healthy.ts';
import documents from './documents.ts';
import environment from './environment.ts';
import hardening from './hardening.ts';
import healthchecks from './healthchecks.ts';
import hostGateway from './host-gateway.ts';
import limits from './limits.ts';
import logging from './logging.ts';
import networks from './networks.ts';
import persistence from './persistence.ts';
import pinned from './pinned.ts';
import ports from './ports.ts';
import restart from './restart.ts';
import secrets from './secrets.ts';
import services from './services.ts';
import { project, withService } from './shared.ts';
import valid from './valid.ts';

const ALL: readonly AnyCheck[] = [
  cleanMachine,
  dependsHealthy,
  hardening,
  healthchecks,
  hostGateway,
  limits,
  logging,
  networks,
  persistence,
  pinned,
  ports,
  restart,
  secrets,
  services,
];

const sourcesOf = (model: ComposeModel | null, compose = {}) => ({ compose, model }) as Sources;
const factsOf = (of: object, more = {}) =>
  project('services:\n', { name: 'p', services: of, ...more }).facts?.compose ?? {};

describe.each(ALL.map((check) => ({ id: check.id, check })))('$id', ({ check }) => {
  const nothing = { files: ['compose.yaml'], problems: [], model: null, references: [] };
  const dockerfile = { final: {} };

  it('does not apply without a compose file, and is not judged where the project does not load', () => {
    expect(judged(check, { compose: { ...nothing, files: [] }, dockerfile }).status).toBe('inapplicable');
    expect(judged(check, { compose: nothing, dockerfile })).toMatchObject({
      status: 'inconclusive',
      because: expect.stringContaining('no reason given'),
    });
    const problems = [{ kind: 'invalid', message: 'a bad key' }];
    expect(judged(check, { compose: { ...nothing, problems }, dockerfile })).toMatchObject({
      because: expect.stringContaining('a bad key'),
    });
  });

  it('makes nothing of a project that does not load, or is not the one that was seen', () => {
    const params: unknown = check.params.parse({});
    expect(check.mutantsFor?.({ compose: nothing, dockerfile } as never, params) ?? []).toEqual([]);
    const facts = { compose: check.example.facts?.compose, dockerfile };
    const other = factsOf({ other: {} }).model ?? null;
    for (const mutant of [...check.mutants, ...(check.mutantsFor?.(facts as never, params) ?? [])]) {
      if (mutant.level !== 'S') continue;
      expect(mutant.edit(sourcesOf(null), params)).toBeNull();
      if (!check.mutants.includes(mutant)) expect(mutant.edit(sourcesOf(other), params)).toBeNull();
    }
  });
});

/** Each mutant of a project: its title, and what of which services it changes. */
function edits(check: AnyCheck, of: object, params: object = {}) {
  const facts = { ...factsOf(of) };
  const read: unknown = check.params.parse(params);
  return (check.mutantsFor?.({ compose: facts, dockerfile: { final: {} } } as never, read) ?? []).map((mutant) => {
    const edited = mutant.level === 'S' ? mutant.edit(sourcesOf(facts.model ?? null), read) : null;
    const before = new Map(facts.model?.services.map((service) => [service.name, service]));
    const changed = (edited?.model?.services ?? []).filter((service) => before.get(service.name) !== service);
    const differing = changed.map((service) => [
      service.name,
      Object.fromEntries(
        Object.entries(service).filter(([key, it]) => Reflect.get(before.get(service.name) ?? {}, key) !== it),
      ),
    ]);
    return [mutant.title, Object.fromEntries(differing)] as const;
  });
}

const JOB = { depends_on: { job: { condition: 'service_completed_successfully' } } };

describe('what is changed in a project', () => {
  it('breaks each edge on both of its ends', () => {
    const db = { condition: 'service_healthy' };
    const changed = edits(dependsHealthy, { web: { depends_on: { db, ...JOB.depends_on } }, db: {}, job: {} });
    const { job } = JOB.depends_on;
    const started = { condition: 'service_started', required: true };
    expect(changed).toEqual([
      ['web does not wait for db', { web: { dependsOn: { db: started, job: { ...job, required: true } } } }],
      ['web waits for what db never becomes', { db: { healthcheck: { test: [], disable: true } } }],
      ['web does not wait for job', { web: { dependsOn: { db: { ...db, required: true }, job: started } } }],
      ['web waits for what job never becomes', { job: { restart: 'always' } }],
    ]);
  });

  it('takes the health check of each service that needs one', () => {
    expect(edits(healthchecks, { web: JOB, job: {}, db: {} }, { except: ['db'] })).toEqual([
      ['web: its health check is disabled', { web: { healthcheck: { test: [], disable: true } } }],
      ['web: its health check is `true`', { web: { healthcheck: { test: ['CMD', 'true'], disable: false } } }],
    ]);
  });

  it('takes the name of the host from whose network it is', () => {
    const web = { environment: { A: 'host.docker.internal' } };
    const vpn = { extra_hosts: ['host.docker.internal=host-gateway'] };
    expect(edits(hostGateway, { web, vpn })).toEqual([['web without extra_hosts', { web: { extraHosts: [] } }]]);
    expect(edits(hostGateway, { web: { ...web, network_mode: 'service:vpn' }, vpn })).toEqual([
      ['web without extra_hosts', { vpn: { extraHosts: [] } }],
    ]);
    expect(edits(hostGateway, { web: { ...web, network_mode: 'my-service:vpn' }, vpn })).toEqual([
      ['web without extra_hosts', { web: { extraHosts: [] } }],
    ]);
  });

  it('takes the name from each volume that keeps data, and from no other', () => {
    const volumes = [
      { type: 'volume', source: 'data', target: '/data' },
      { type: 'bind', source: '/srv', target: '/srv' },
      { type: 'volume', target: '/anonymous' },
      { type: 'tmpfs', target: '/tmp' },
    ];
    const changed = edits(persistence, { db: { volumes } });
    expect(changed.map(([title]) => title)).toEqual(['db: /data without its name', 'db: /srv without its name']);
    expect(changed[0]?.[1]).toMatchObject({
      db: { volumes: [{ type: 'volume', target: '/data' }, { source: '/srv' }, {}, {}] },
    });
  });

  it('opens one more port, and takes one twice', () => {
    const one = { target: 1, published: '65002', hostIp: '127.0.0.1', protocol: 'tcp' };
    const own = { target: 80, published: '80', protocol: 'tcp' };
    expect(edits(ports, { web: { ports: [own] } })).toEqual([
      [
        'web: a port on every interface',
        { web: { ports: [own, { target: 1, published: '65001', hostIp: '0.0.0.0', protocol: 'tcp' }] } },
      ],
      ['web: one host port twice', { web: { ports: [own, one, { ...one, target: 2 }] } }],
    ]);
  });

  it('fixes names and ports where that is refused', () => {
    const own = { target: 80, protocol: 'tcp' };
    const changed = edits(cleanMachine, { web: { ports: [own] } }, { names: 'refused', ports: 'refused' });
    expect(changed).toMatchObject([
      ['web: a mounted file that is not there', { web: { volumes: [{ type: 'bind' }] } }],
      ['web: a fixed name', { web: { containerName: 'tickproof' } }],
      ['web: a fixed port', { web: { ports: [own, { target: 1, published: '8080', protocol: 'tcp' }] } }],
    ]);
    expect(edits(cleanMachine, { web: {} }).map(([title]) => title)).toEqual(['web: a mounted file that is not there']);
  });

  it('puts a service back on the default network', () => {
    expect(edits(networks, { web: { networks: { front: null } } })).toMatchObject([
      ['web: on the default network', { web: { networks: ['default'] } }],
    ]);
  });

  it('gives a variable another value, or takes its service away', () => {
    const web = { environment: { A: '1' } };
    const other = (value: string) => ['another A', { web: { environment: { A: value } } }];
    expect(edits(environment, { web }, { variable: 'A' })).toEqual([other(''), ['without web', {}]]);
    expect(edits(environment, { web, db: {} }, { service: 'web', variable: 'A', value: '1' })[0]).toEqual(
      other('1-tickproof'),
    );
    expect(edits(environment, { web, db: {} }, { variable: 'A' })).toEqual([]);
    expect(edits(environment, { web }, { variable: 'A', service: 'db' })).toEqual([]);
    expect(edits(environment, {}, { variable: 'A' })).toEqual([]);
  });

  it.each(['networks', 'volumes', 'secrets', 'configs'] as const)('adds an external entry to %s', (kind) => {
    const model = factsOf({ web: {} }, { [kind]: { own: {} } }).model ?? null;
    const mutant = cleanMachine.mutants.find(({ title }) => title.endsWith(kind));
    const edited = mutant?.level === 'S' ? mutant.edit(sourcesOf(model), cleanMachine.params.parse({})) : null;
    expect(edited?.model?.raw[kind]).toMatchObject({ own: {}, 'tickproof-external': { external: true } });
    expect(
      judged(cleanMachine, {
        compose: { files: ['compose.yaml'], problems: [], references: [], model: edited?.model },
      }),
    ).toMatchObject({
      findings: [{ reason: 'external-missing', message: expect.stringContaining(`${kind}.tickproof-external`) }],
    });
  });
});

it('changes one service of those that are there, else nothing', () => {
  const { model = null } = factsOf({ web: {}, db: {} });
  const edited = withService(sourcesOf(model), 'db', (it) => ({ ...it, user: '1' }));
  expect(edited?.model?.services.map(({ name, user }) => [name, user])).toEqual([
    ['web', undefined],
    ['db', '1'],
  ]);
  expect(withService(sourcesOf(model), 'cache', (it) => it)).toBeNull();
});

it('edits no file where there is none', () => {
  const texts = (compose: object) =>
    valid.mutants.map((it) => (it.level === 'S' ? (it.edit(sourcesOf(null, compose), {})?.compose ?? null) : null));
  expect(texts({})).toEqual([null, null, null]);
  expect(texts({ 'a.yaml': 'x', 'b.yaml': 'y' })[0]).toEqual({ 'a.yaml': 'x\ntickproof_unknown: 1\n', 'b.yaml': 'y' });
});

it('knows the example services by their lines, else by the first', () => {
  const of = (text: string) =>
    project(text, { services: { web: {} } }).facts?.compose?.model?.services[0]?.at.startLine;
  expect(of('services:\n  web:\n')).toBe(2);
  expect(of('name: x\nservices:\n  web: \n')).toBe(3);
  expect(of('services:\n')).toBe(1);
});

it('does not ask for comments where there is no file', () => {
  const compose = { files: [], comments: [] };
  expect(judged(documents, { compose }, { texts: ['a'] })).toMatchObject({ because: 'there is no compose file' });
  expect(judged(documents, { compose: { ...compose, files: ['a'] } })).toMatchObject({
    because: 'no text is named that a comment must hold',
  });
});
