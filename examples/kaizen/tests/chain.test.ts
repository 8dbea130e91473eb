import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonical, type Entry, GENESIS, link, verify } from '../src/chain.ts';

function chainOf(length: number): Entry[] {
  const entries: Entry[] = [];
  for (let index = 0; index < length; index++) {
    entries.push(
      link(entries.at(-1) ?? GENESIS, { actor: 'sorter', action: 'run.succeeded', detail: { index } }, new Date(1_700_000_000_000 + index)),
    );
  }
  return entries;
}

async function* streamed(entries: readonly Entry[]) {
  yield* entries;
}

const check = (entries: readonly Entry[], ...anchors: { seq: number; hash: string }[]) => verify(streamed(entries), anchors);

test('an empty chain and a whole one hold', async () => {
  assert.deepEqual(await check([]), { ok: true, entries: 0, head: GENESIS });
  const entries = chainOf(5);
  assert.deepEqual(await check(entries), { ok: true, entries: 5, head: { seq: 5, hash: entries[4]?.hash } });
});

test('any changed field of any entry is found at its place', async () => {
  const entries = chainOf(4);
  const changes: Partial<Entry>[] = [
    { at: '2020-01-01T00:00:00.000Z' },
    { actor: 'mallory' },
    { action: 'run.failed' },
    { detail: '{}' },
    { hash: 'f'.repeat(64) },
  ];
  for (let index = 0; index < entries.length; index++) {
    for (const change of changes) {
      const changed = entries.map((entry, at) => (at === index ? { ...entry, ...change } : entry));
      assert.deepEqual(await check(changed), { ok: false, entries: index, seq: index + 1, problem: 'altered' });
    }
  }
});

test('a removed, a swapped and a foreign entry are found', async () => {
  const entries = chainOf(4);
  const [first, second, third, fourth] = entries as [Entry, Entry, Entry, Entry];
  assert.deepEqual(await check([first, third, fourth]), { ok: false, entries: 1, seq: 2, problem: 'missing' });
  assert.deepEqual(await check([second, first]), { ok: false, entries: 0, seq: 1, problem: 'missing' });
  const foreign = link({ seq: 1, hash: 'a'.repeat(64) }, { actor: 'x', action: 'y', detail: {} }, new Date(0));
  assert.deepEqual(await check([first, foreign]), { ok: false, entries: 1, seq: 2, problem: 'unlinked' });
});

test('a chain that was cut or rewritten as a whole is found by a head that was kept', async () => {
  const entries = chainOf(4);
  const head = entries[3] as Entry;
  assert.equal((await check(entries.slice(0, 2))).ok, true); // without one it cannot be known
  assert.deepEqual(await check(entries.slice(0, 2), head), { ok: false, entries: 2, seq: 3, problem: 'missing' });
  const rewritten = [link(GENESIS, { actor: 'mallory', action: 'nothing', detail: {} }, new Date(0))];
  assert.deepEqual(await check(rewritten, entries[0] as Entry), { ok: false, entries: 0, seq: 1, problem: 'rewritten' });
});

test('the borders between fields count', async () => {
  const at = new Date(0);
  const one = link(GENESIS, { actor: 'ab', action: 'c', detail: {} }, at);
  const other = link(GENESIS, { actor: 'a', action: 'bc', detail: {} }, at);
  assert.notEqual(one.hash, other.hash);
});

test('the order of keys does not count, the order of lists does', () => {
  assert.equal(canonical({ b: [2, { d: 1, c: 2 }], a: 1 }), '{"a":1,"b":[2,{"c":2,"d":1}]}');
  assert.equal(canonical({ ['__proto__']: 1 }), '{"__proto__":1}');
});
