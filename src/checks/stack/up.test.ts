import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { life } from './shared.ts';
import check from './up.ts';

const up = (over: object = {}) => ({
  succeeded: true,
  elapsedMs: 2400,
  message: null,
  log: [],
  diagnosis: null,
  ...over,
});
const failed = up({ succeeded: false, message: 'web is unhealthy', log: ['dependency failed to start'] });
const diagnosis = {
  kind: 'health-tool-missing',
  cause: 'The health check calls `curl`, which is not in the image.',
  evidence: ['curl: not found'],
  remedy: 'Install it.',
};

it('accepts a stack that is well in time', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
});

it('names each service that is not, with its cause', () => {
  const ill = [
    life({ health: 'unhealthy', healthyMs: null, diagnosis } as object),
    life({ service: 'job', status: 'exited', exitCode: 1, health: 'none' }),
  ];
  expect(judged(check, { stack: { up: failed, services: ill } })).toMatchObject({
    findings: [
      { reason: 'service-unhealthy', message: expect.stringMatching(/web is unhealthy.*curl/) },
      { reason: 'service-unhealthy', message: expect.stringMatching(/job ended with exit code 1/) },
    ],
  });
});

it('says what compose says where there is no service yet', () => {
  const missing = {
    kind: 'variable-missing',
    cause: 'The variable `TOKEN` is missing.',
    evidence: [],
    remedy: 'Set it.',
  };
  const verdict = judged(check, {
    stack: { up: { ...failed, message: 'required variable TOKEN', diagnosis: missing }, services: [] },
  });
  expect(verdict).toMatchObject({ findings: [{ reason: 'not-up', message: expect.stringMatching('TOKEN') }] });
});

it('fails one that takes too long', () => {
  expect(judged(check, { stack: { up: up(), services: [life()] } }, { target: '<2s' })).toMatchObject({
    findings: [{ reason: 'slow-up' }],
  });
});

it('does not call nothing well', () => {
  expect(judged(check, { stack: { up: up(), services: [] } }).status).toBe('inconclusive');
});

const db = life({ service: 'db', startedMs: 100, healthyMs: 900 });
const dependent = (startedMs: number) => life({ service: 'web', startedMs, dependsOn: { db: 'service_started' } });

it('names a service that started before the one that it depends on was healthy', () => {
  const early = { stack: { up: up(), services: [db, dependent(200)] } };
  expect(judged(check, early)).toMatchObject({
    findings: [{ reason: 'order', message: expect.stringMatching(/web started after 200 ms, before db/) }],
  });
  expect(judged(check, early, { order: false }).status).toBe('pass');
  expect(judged(check, { stack: { up: up(), services: [db, dependent(950)] } }).status).toBe('pass');
});

it('takes the first time that it was healthy, and asks nothing where there is no health check', () => {
  const moments = [
    { what: 'healthy' as const, atMs: 500 },
    { what: 'unhealthy' as const, atMs: 800 },
  ];
  const services = [{ ...db, timeline: moments }, dependent(600)];
  expect(judged(check, { stack: { up: up(), services } }).status).toBe('pass');
  const plain = [{ ...db, health: 'none' as const }, dependent(200)];
  expect(judged(check, { stack: { up: up(), services: plain } }).status).toBe('pass');
});

it('shows what happened when, and every time that it was brought up', () => {
  const timeline = [
    { what: 'started' as const, atMs: 300 },
    { what: 'ended' as const, atMs: 400, exitCode: 3 },
  ];
  const verdict = judged(check, { stack: { up: up({ samples: [2400, 1100] }), services: [life({ timeline })] } });
  expect(verdict).toMatchObject({
    evidence: [{ samples: [2400, 1100] }, { value: expect.stringMatching(/started 300 ms, ended 400 ms with 3/) }],
  });
});

it('says once what compose, its log and the diagnosis all say', () => {
  const message = 'required variable TOKEN is missing a value: set it';
  const missing = { kind: 'variable-missing', cause: message, evidence: [message], remedy: 'Set it.' };
  const failing = up({ succeeded: false, message, log: [message], diagnosis: missing });
  const text = JSON.stringify(judged(check, { stack: { up: failing, services: [] } }));
  expect(text.split(message)).toHaveLength(2);
  expect(text).toContain('Set it.');
  const plain = JSON.stringify(judged(check, { stack: { up: { ...failing, diagnosis: null }, services: [] } }));
  expect(plain.split(message)).toHaveLength(2);
});

it('tells two moments apart that round to the same', () => {
  const late = life({ service: 'db', startedMs: 100, healthyMs: 8_393 });
  const verdict = judged(check, { stack: { up: up(), services: [late, dependent(8_391)] } });
  expect(verdict).toMatchObject({
    findings: [{ message: expect.stringMatching(/started after 8391 ms.*it was after 8393 ms/) }],
  });
});

it('names a service that is started again and again, also where nothing says why', () => {
  const services = [life({ status: 'running', health: 'none', restarts: 1, exitCode: 1, diagnosis: null })];
  const up = {
    succeeded: false,
    elapsedMs: 900,
    message: 'web is restarted again and again',
    log: [],
    diagnosis: null,
  };
  expect(judged(check, { stack: { up, services } })).toMatchObject({ findings: [{ reason: 'service-unhealthy' }] });
});

it.each([
  [{ diagnosis, health: 'healthy' }, 'service-unhealthy'],
  [{ health: 'unhealthy' }, 'service-unhealthy'],
  [{ restarts: 1, health: 'starting' }, 'service-unhealthy'],
  [{ restarts: 0, health: 'starting' }, 'not-up'],
  [{ restarts: 2, health: 'healthy' }, 'not-up'],
] as const)('finds %j ill, and only that one: %s', (over, reason) => {
  const services = [life({ service: 'well' }), life(over as object)];
  const verdict = judged(check, { stack: { up: failed, services } });
  expect(verdict.status === 'fail' && verdict.findings.map((it) => it.reason)).toEqual([reason]);
});

it('shows the last lines of one that is ill, with what shows the cause', () => {
  const logs = ['a', 'b', 'c', 'd', 'e'].map((text) => ({ stream: 'stdout' as const, at: '', text }));
  const verdict = judged(check, {
    stack: { up: failed, services: [life({ health: 'unhealthy', diagnosis, logs } as object)] },
  });
  const [found] = verdict.status === 'fail' ? verdict.findings : [];
  expect(found?.evidence.map((it) => ('text' in it ? it.text : 'value' in it ? it.value : ''))).toEqual([
    'web',
    'curl: not found',
    'Install it.',
    'c',
    'd',
    'e',
  ]);
});

it('names what had started where no service is to blame, and says so where compose says nothing', () => {
  const services = [life({ service: 'one' }), life({ service: 'two', startedMs: null, health: 'starting' })];
  const silent = judged(check, { stack: { up: up({ succeeded: false }), services } });
  expect(silent).toMatchObject({
    findings: [
      {
        message: 'the stack did not come up: compose gave no message',
        evidence: [{ what: 'services started', value: 'one' }],
      },
    ],
  });
  const told = up({
    succeeded: false,
    message: 'port is taken',
    log: ['port is taken', 'first line', 'second line'],
    diagnosis,
  });
  const [found] = ((it) => (it.status === 'fail' ? it.findings : []))(
    judged(check, { stack: { up: told, services: [] } }),
  );
  expect(found?.message).toContain('which is not in the image');
  expect(found?.evidence.map((it) => ('text' in it ? it.text : 'value' in it ? it.value : ''))).toEqual([
    'none',
    'port is taken',
    'curl: not found',
    'Install it.',
    'first line',
    'second line',
  ]);
});

it('says of each service how it is, and the first twelve things that happened to it', () => {
  const timeline = Array.from({ length: 14 }, (_, index) => ({ what: 'started' as const, atMs: index }));
  const services = [
    life({ health: 'none', healthyMs: null, timeline }),
    life({ status: 'exited', health: 'healthy', healthyMs: null }),
    life({ health: 'starting', healthyMs: null }),
  ];
  const verdict = judged(check, { stack: { up: up(), services } });
  const said =
    verdict.status === 'pass'
      ? verdict.evidence.map((it) => ('what' in it && 'value' in it ? String(it.value) : ''))
      : [];
  expect(said[1]).toMatch(/^running \(started 0 ms, .*started 11 ms\)$/);
  expect(said.slice(2)).toEqual(['exited', 'starting']);
});

it('takes healthy at the very moment of a start for early enough, and never for too late', () => {
  expect(judged(check, { stack: { up: up(), services: [db, dependent(900)] } }).status).toBe('pass');
  const never = { ...db, healthyMs: null };
  expect(judged(check, { stack: { up: up(), services: [never, dependent(200)] } })).toMatchObject({
    findings: [{ message: expect.stringMatching(/it never was/) }],
  });
  const twice = { ...db, timeline: [100, 700].map((atMs) => ({ what: 'healthy' as const, atMs })) };
  expect(judged(check, { stack: { up: up(), services: [twice, dependent(300)] } }).status).toBe('pass');
});

it('tells moments apart to a thousandth of a millisecond where they differ by less than one', () => {
  const late = life({ service: 'db', startedMs: 100, healthyMs: 50.25 });
  expect(judged(check, { stack: { up: up(), services: [late, dependent(50.125)] } })).toMatchObject({
    findings: [{ message: expect.stringMatching(/started after 50\.125 ms.*it was after 50\.250 ms/) }],
  });
});
