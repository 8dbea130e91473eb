import { describe, expect, it } from 'vitest';
import { type Criterion, type Ports, type Target, TickproofError, type VerifyEvent } from '../domain/index.ts';
import {
  EXAMPLE_ROOT,
  emptyPorts,
  exampleTarget,
  memoryFiles,
  someCriteria,
  someCriterion,
} from '../../test/kit/index.ts';
import { fakeEngine } from '../../test/kit/fake-engine.ts';
import { gather, type Gathered } from './gather.ts';
import { planFor } from './plan.ts';

const target = exampleTarget({});
const onDockerfile = someCriterion();
const onImage = someCriterion({ id: 'image/some', reads: ['image.files'] });
const folder = (): Ports => emptyPorts(memoryFiles(EXAMPLE_ROOT, { Dockerfile: 'FROM scratch\n' }));

async function gathered(criteria: readonly Criterion[], ports = folder(), at: Target = target) {
  const plan = await planFor(at, someCriteria(...criteria), ports, { last: null, noCache: true, accept: () => false });
  const groups = new Map<string, Gathered>();
  const waves: string[][] = [];
  let last = at;
  for await (const wave of gather(plan, ports)) {
    waves.push([...wave.groups.keys()]);
    for (const [name, it] of wave.groups) groups.set(name, it);
    last = wave.target;
  }
  return { groups, waves: waves.filter((it) => it.length > 0), target: last };
}

it('gathers texts first, then builds, then looks at the image', async () => {
  const { waves, groups } = await gathered([onImage, onDockerfile]);
  expect(waves).toEqual([['dockerfile'], ['build'], ['image']]);
  expect(groups.get('dockerfile')).toMatchObject({ status: 'seen', facts: { stages: [{ index: 0 }] } });
});

it('looks at the texts of the folder through the files that are given for it', async () => {
  const ports = folder();
  const plan = await planFor(target, someCriteria(onDockerfile), ports, {
    last: null,
    noCache: true,
    accept: () => false,
  });
  const given = memoryFiles(EXAMPLE_ROOT, { Dockerfile: 'FROM scratch AS given\n' });
  for await (const { groups } of gather(plan, ports, given)) {
    const it = groups.get('dockerfile');
    if (it) expect(it).toMatchObject({ status: 'seen', facts: { stages: [{ name: 'given' }] } });
  }
});

describe('a group that cannot be seen', () => {
  it('says why, and what is built on it says the same', async () => {
    const { groups } = await gathered([onImage]);
    const build = groups.get('build');
    expect(build).toMatchObject({ status: 'unseen' });
    const because = build?.status === 'unseen' ? build.because : '';
    expect(groups.get('image')).toMatchObject({
      status: 'unseen',
      because: `there is no image: ${because}`,
      elapsedMs: 0,
    });
  });

  it('is the folder of an image', async () => {
    const bare: Target = { ...target, folder: null, subject: { kind: 'engine-image', reference: 'app:1' } };
    const { groups } = await gathered([onDockerfile], folder(), bare);
    expect(groups.get('dockerfile')).toMatchObject({
      status: 'unseen',
      because: 'the subject is an image: its Dockerfile cannot be seen',
    });
  });

  it('is the image of a build that failed, which itself was seen', async () => {
    const ports = folder();
    const build = () => ({ succeeded: false, elapsedMs: 1, vertexes: [], message: 'exit code: 1' });
    const { groups } = await gathered([onImage], { ...ports, engine: fakeEngine({ ...ports, build }) });
    expect(groups.get('build')).toMatchObject({ status: 'seen', facts: { outcome: { status: 'failed' } } });
    expect(groups.get('image')).toMatchObject({ status: 'unseen', because: expect.stringContaining('build/succeeds') });
  });
});

it('hands on what was built', async () => {
  const ports = folder();
  const engine = fakeEngine({
    ...ports,
    build: () => ({ succeeded: true, elapsedMs: 1, vertexes: [], message: '' }),
  });
  const { target: after } = await gathered([onImage], { ...ports, engine });
  expect(after.built).toContain(ports.owner.runId);
  expect(after.builtId).toMatch(/^sha256:/);
});

it('tells what it is at, and how that ended', async () => {
  const events: VerifyEvent[] = [];
  await gathered([onImage, onDockerfile], { ...folder(), onEvent: (event) => events.push(event) });
  expect(events).toMatchObject([
    { kind: 'work-started', id: 'dockerfile', title: 'Dockerfile' },
    { kind: 'work-ended', id: 'dockerfile', outcome: 'done' },
    { kind: 'work-started', id: 'build' },
    { kind: 'work-ended', id: 'build', outcome: 'failed' },
  ]);
});

it.each([
  ['an interruption', new TickproofError('interrupted', 'ended', { remedy: 'none' })],
  ['a bug', new Error('a broken promise')],
])('throws %s', async (_, error) => {
  const ports = folder();
  let isPlanned = false;
  const readText = (path: string) => {
    if (isPlanned) throw error;
    return ports.files.readText(path);
  };
  const broken: Ports = { ...ports, files: { ...ports.files, readText } };
  const plan = await planFor(target, someCriteria(onDockerfile), broken, {
    last: null,
    noCache: true,
    accept: () => false,
  });
  isPlanned = true;
  await expect(gather(plan, broken).next()).rejects.toBe(error);
});
