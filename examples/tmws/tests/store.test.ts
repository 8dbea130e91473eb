import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { DatabaseSync } from '@photostructure/sqlite';
import { Store } from '../src/store.ts';
import { fromBytes, normalise, toBytes } from '../src/vectors.ts';
import { temporaryFolder } from './kit.ts';

test('the nearest memories come first, and a tag narrows the search', async (t) => {
  const store = new Store(await temporaryFolder(t));
  t.after(() => store.close());
  store.addMemory('east', ['axis'], 'm', normalise([1, 0]));
  store.addMemory('north', ['axis'], 'm', normalise([0, 1]));
  store.addMemory('north-east', [], 'm', normalise([1, 1]));
  const found = store.searchMemories(normalise([2, 1]), 'm', 10);
  assert.deepEqual(found.map(({ content }) => content), ['north-east', 'east', 'north']);
  assert.deepEqual(found.map(({ score }) => score), [0.948683, 0.894427, 0.447214]);
  assert.deepEqual(store.searchMemories(normalise([2, 1]), 'm', 1, 'axis').map(({ content }) => content), ['east']);
});

test('embeddings of another model or length are not compared', async (t) => {
  const store = new Store(await temporaryFolder(t));
  t.after(() => store.close());
  store.addMemory('other model', [], 'old', normalise([1, 0]));
  store.addMemory('other length', [], 'm', normalise([1, 0, 0]));
  assert.deepEqual(store.searchMemories(normalise([1, 0]), 'm', 10), []);
});

test('lists go on from the page before', async (t) => {
  const store = new Store(await temporaryFolder(t));
  t.after(() => store.close());
  for (const content of ['a', 'b', 'c']) store.addMemory(content, [], 'm', normalise([1]));
  const [newest, second] = store.listMemories(2);
  assert.deepEqual([newest?.content, second?.content], ['c', 'b']);
  assert.deepEqual(store.listMemories(2, second?.id).map(({ content }) => content), ['a']);
});

test('a database of a newer version is left alone', async (t) => {
  const folder = await temporaryFolder(t);
  const db = new DatabaseSync(join(folder, 'tmws.db'));
  db.exec('PRAGMA user_version = 99');
  db.close();
  assert.throws(() => new Store(folder), /schema 99, this version knows up to 1/);
});

test('a vector survives being stored, at any alignment', () => {
  const vector = normalise([3, -4]);
  const shifted = new Uint8Array(9);
  shifted.set(toBytes(vector), 1);
  assert.deepEqual(fromBytes(shifted.subarray(1)), vector);
  assert.throws(() => normalise([0, 0]), /not a vector with a length/);
});
