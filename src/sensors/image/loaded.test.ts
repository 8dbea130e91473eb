import { expect, it } from 'vitest';
import type { Ports, Target } from '../../domain/index.ts';
import { TickproofError } from '../../domain/index.ts';
import { fakeEngine, virtualClock } from '../../../test/kit/fake-engine.ts';
import { dockerArchive } from '../../../test/kit/docker-archive.ts';
import { emptyPorts, memoryFiles } from '../../../test/kit/ports.ts';
import { loadedImage } from './loaded.ts';

const owner = { runId: 'f4k3e1aa', labels: {}, name: (suffix: string) => `tickproof-f4k3e1aa-${suffix}` };
const target = { built: 'app:1', subject: { kind: 'folder', path: '/x' } } as Target; // all that is read of it
const ARCHIVE = dockerArchive([[{ name: 'a', body: 'x'.repeat(50_000) }]], { User: 'app', Env: ['A=1'] });
const DIFF_ID = /"diff_ids":\["(sha256:[0-9a-f]{64})"/.exec(ARCHIVE.toString('latin1'))?.[1] ?? '';

function world(refuses = 0): { readonly ports: Ports; readonly sent: Uint8Array[] } {
  const sent: Uint8Array[] = [];
  const engine = fakeEngine({
    owner,
    clock: virtualClock(),
    images: [{ reference: 'app:1', diffIds: [DIFF_ID], archive: ARCHIVE }],
    onLoad: (archive) => {
      sent.push(archive);
      if (sent.length <= refuses) throw new TickproofError('engine-failed', 'no', { remedy: 'none' });
    },
  });
  return { ports: { ...emptyPorts(memoryFiles('/x', {})), engine, owner, whyNoEngine: null }, sent };
}

it('sends the config and the new layer, and leaves the known one out', async () => {
  const { ports, sent } = world();
  const change = { layers: [[{ path: '/b', type: 'file', text: 'new' }]], config: { user: '0' } } as const;
  await using loaded = await loadedImage(target, change, ports);
  expect(loaded.image).toMatch(/^tickproof-f4k3e1aa-mutant-[0-9a-f]+:latest$/);
  const seen = await ports.engine?.inspectImage(loaded.image);
  expect(seen).toMatchObject({
    config: { user: '0', env: ['A=1'] },
    diffIds: [DIFF_ID, expect.stringMatching(/^sha256:/)],
  });
  expect(sent[0]?.length).toBeLessThan(20_000);
});

it('removes it again', async () => {
  const { ports } = world();
  const loaded = await loadedImage(target, { config: { env: [] } }, ports);
  await loaded[Symbol.asyncDispose]();
  expect(await ports.engine?.inspectImage(loaded.image)).toBeNull();
  expect(await ports.engine?.inspectImage('app:1')).not.toBeNull();
});

it('sends all of it where the part is refused, and says so where that is refused as well', async () => {
  const { ports, sent } = world(1);
  await using loaded = await loadedImage(target, { config: { user: '7' } }, ports);
  expect(await ports.engine?.inspectImage(loaded.image)).toMatchObject({ config: { user: '7' }, diffIds: [DIFF_ID] });
  expect(sent[1]?.length).toBeGreaterThan(50_000);
  const other = world(2);
  await expect(loadedImage(target, { config: { user: '7' } }, other.ports)).rejects.toMatchObject({
    code: 'engine-failed',
  });
  expect((await other.ports.engine?.listImages())?.flatMap(({ tags }) => tags)).toEqual(['app:1']);
});

it('needs the image on an engine', async () => {
  const { ports } = world();
  const archive = { built: null, subject: { kind: 'docker-archive', path: '/a.tar' } } as Target; // all that is read of it
  await expect(loadedImage(archive, {}, ports)).rejects.toMatchObject({ code: 'image-not-found' });
  await expect(loadedImage(target, {}, { ...ports, engine: null })).rejects.toMatchObject({ code: 'engine-missing' });
});
