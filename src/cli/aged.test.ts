import { describe, expect, it } from 'vitest';
import { type EvidenceRecord, imageId, type Target, TickproofError } from '../domain/index.ts';
import {
  EXAMPLE_ROOT,
  emptyPorts,
  exampleTarget,
  memoryFiles,
  someCriteria,
  someCriterion,
} from '../../test/kit/index.ts';
import { fakeEngine } from '../../test/kit/fake-engine.ts';
import { planFor } from '../verify/index.ts';
import { agedTicks } from './aged.ts';

const COMPOSE = 'services:\n  web: { build: . }\n  worker: { build: ./worker }\n';
const FILES = {
  'compose.yaml': COMPOSE,
  Dockerfile: 'FROM scratch\nCOPY app.js /\n',
  'app.js': '1',
  'worker/Dockerfile': 'FROM scratch\nCOPY worker.js /\n',
  'worker/worker.js': '1',
};
const IMAGE = { imageId: `sha256:${'a'.repeat(64)}`, diffIds: ['sha256:1'] };
const target = exampleTarget({ compose: COMPOSE });
const criteria = someCriteria(
  someCriterion({ id: 'stack/some', reads: ['stack.up'] }, { stack: 'default' }),
  someCriterion({ id: 'image/some', reads: ['image.files'] }),
);

/** What a run with an engine kept, on the image that it had built; without one nothing was built. */
async function recordOf(image: typeof IMAGE | null): Promise<EvidenceRecord> {
  const ports = emptyPorts(memoryFiles(EXAMPLE_ROOT, FILES));
  const at: Target = image ? { ...target, builtId: imageId(image.imageId), builtDiffIds: image.diffIds } : target;
  const { planned, buildInputs, buildKey } = await planFor(
    at,
    criteria,
    { ...ports, engine: fakeEngine(ports) },
    {
      last: null,
      noCache: false,
      accept: () => true,
    },
  );
  const ticks = planned.map(({ criterion: { id, check }, inputs }) => ({
    criterion: { id, version: check.version, params: {}, ...(check.id === 'stack/some' ? { stack: 'default' } : {}) },
    inputs: inputs ?? {},
    currency: 'fresh',
    validUntil: null,
  }));
  return { ticks, inputs: { build: buildInputs, buildKey, image } } as unknown as EvidenceRecord; // the fields that are looked at
}

async function agedBy(change: Readonly<Record<string, string>>, image: typeof IMAGE | null = IMAGE) {
  const ports = emptyPorts(memoryFiles(EXAMPLE_ROOT, { ...FILES, ...change }));
  const aged = await agedTicks(await recordOf(image), target, criteria, ports);
  return aged.map(({ tick, currency, moved }) => [tick.criterion.id, currency, ...moved]);
}

describe('the ticks of a stack that was built with an engine', () => {
  it('are fresh without one while no file has changed', async () => {
    expect(await agedBy({})).toEqual([
      ['stack/some', 'fresh'],
      ['image/some', 'fresh'],
    ]);
  });

  it('are stale when what the image is built from has changed', async () => {
    expect(await agedBy({ 'app.js': '2' })).toEqual([
      ['stack/some', 'stale', 'context.selected'],
      ['image/some', 'stale', 'context.selected'],
    ]);
  });

  it('are stale when what another image of the stack is built from has changed', async () => {
    const [stack] = await agedBy({ 'worker/worker.js': '2' });
    expect(stack).toEqual(['stack/some', 'stale', 'stack.builds']);
  });
});

it('are stale on an image whose build can no longer be read', async () => {
  const record = await recordOf(IMAGE);
  const ports = emptyPorts(memoryFiles(EXAMPLE_ROOT, FILES));
  const list = () => {
    throw new TickproofError('not-permitted', 'Could not list closed (EACCES)', { remedy: 'Open it.' });
  };
  const aged = await agedTicks(record, target, criteria, { ...ports, files: { ...ports.files, list } });
  expect(aged.map(({ currency }) => currency)).toEqual(['stale', 'stale']);
});

describe('the ticks of a stack whose image nothing else has built', () => {
  it('are fresh while no file has changed', async () => {
    expect((await agedBy({}, null))[0]).toEqual(['stack/some', 'fresh']);
  });

  it('are stale when what it is built from has changed', async () => {
    expect((await agedBy({ 'app.js': '2' }, null))[0]).toEqual(['stack/some', 'stale', 'stack.builds']);
  });
});
