import { expect, it } from 'vitest';
import { canonicalJson, digestOf } from '../formats/index.ts';
import type { Tick, Verdict } from '../domain/index.ts';
import { currencyOf } from './currency.ts';
import { exitCodeFor, standingOf } from './decision.ts';
import { brokenLine, disownedBy, logLine } from './log.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');
const passed: Verdict = { status: 'pass', evidence: [{ kind: 'value', what: 'it', value: 'was seen' }] };
const failed: Verdict = {
  status: 'fail',
  findings: [{ reason: 'r', message: 'm', evidence: [{ kind: 'value', what: 'it', value: 'was not' }] }],
};
const unseen: Verdict = { status: 'inconclusive', because: 'no engine', remedy: 'get one' };

function tick(
  overrides: Partial<Omit<Tick, 'criterion'>> & { readonly required?: boolean; readonly until?: string } = {},
): Tick {
  const { required = true, until, ...rest } = overrides;
  return {
    criterion: {
      id: 'c',
      check: 'image/user',
      version: 1,
      title: 't',
      why: 'w',
      remedy: 'r',
      references: [],
      aliases: [],
      required,
      params: {},
      section: 0,
      ...(until ? { waiver: { because: 'b', owner: 'o', until } } : {}),
    },
    key: digestOf('key'),
    inputs: { 'image.id': digestOf('image') },
    verdict: passed,
    measured: null,
    proof: 'proven',
    proofBecause: '',
    currency: 'fresh',
    validUntil: null,
    judgedAt: '2026-01-01T00:00:00.000Z',
    elapsedMs: 1,
    reused: false,
    reproduce: [],
    ...rest,
  };
}

const code = (ticks: readonly Tick[], allowUnproven = false) => exitCodeFor(ticks, { allowUnproven, nowMs: NOW });

it('gives 0 only when every required criterion holds, is proven and fresh', () => {
  expect(code([tick(), tick({ required: false, verdict: failed })])).toBe(0);
  expect(code([tick({ proof: 'partial' })])).toBe(4);
  expect(code([tick({ proof: 'vacuous' })])).toBe(4);
  expect(code([tick({ currency: 'stale' })])).toBe(3);
  expect(code([tick({ verdict: unseen })])).toBe(5);
  expect(code([tick({ verdict: failed })])).toBe(1);
});

it('keeps the order of the design when several apply', () => {
  const all = [
    tick({ currency: 'expired' }),
    tick({ proof: 'unattempted' }),
    tick({ verdict: unseen }),
    tick({ verdict: failed }),
  ];
  expect(code(all)).toBe(1);
  expect(code(all.slice(0, 3))).toBe(5);
  expect(code(all.slice(0, 2))).toBe(4);
});

it('never gives 0 for nothing', () => {
  expect(code([])).toBe(2);
  expect(code([tick({ verdict: { status: 'inapplicable', because: 'no' } })])).toBe(5);
});

it('lets unproven through when that is allowed, and never vacuous', () => {
  expect(code([tick({ proof: 'unattempted' })], true)).toBe(0);
  expect(code([tick({ proof: 'vacuous' })], true)).toBe(4);
});

it('counts a waiver up to its day and not after it', () => {
  expect(standingOf(tick({ verdict: failed, until: '2026-01-10' }), NOW)).toBe('waived');
  expect(standingOf(tick({ verdict: failed, until: '2026-01-09' }), NOW)).toBe('failed');
});

it('names the inputs that moved', () => {
  expect(currencyOf(tick(), { 'image.id': digestOf('another') }, NOW)).toEqual({
    currency: 'stale',
    moved: ['image.id'],
  });
  expect(currencyOf(tick(), tick().inputs, NOW).currency).toBe('fresh');
  expect(currencyOf(tick({ validUntil: '2026-01-10T11:59:59.000Z' }), tick().inputs, NOW).currency).toBe('expired');
});

it('writes keys in one order, and numbers and texts as JSON does', () => {
  expect(canonicalJson({ b: [1, 'x', null], a: { d: undefined, c: true } })).toBe('{"a":{"c":true},"b":[1,"x",null]}');
});

it('notices a log line that was changed, dropped or put in', () => {
  const record = (id: string) => ({ run: { id, finishedAt: 'now' }, decision: 'certified', exitCode: 0 }) as never;
  const first = logLine(record('a'), null).trim();
  const second = logLine(record('b'), first).trim();
  const third = logLine(record('c'), second).trim();
  expect(brokenLine([first, second, third])).toBe(null);
  expect(brokenLine([first, third])).toBe(2);
  expect(brokenLine([first.replace('certified', 'not-certified'), second])).toBe(1);
  expect(brokenLine([first, 'no json'])).toBe(2);
  for (const damaged of ['{"half', 'null', '1', ''])
    expect(brokenLine([first, damaged, logLine(record('b'), damaged).trim()])).toBe(2);
});

it('notices a record that is not the one that its run noted', () => {
  const record = (decision: string) => ({ run: { id: 'a', finishedAt: 'now' }, decision, exitCode: 0 }) as never;
  const line = logLine(record('not-certified'), null).trim();
  expect(disownedBy([line], record('not-certified'))).toBe(null);
  expect(disownedBy([line], record('certified'))).toBe(1);
  expect(disownedBy([], record('certified'))).toBe(null);
});
