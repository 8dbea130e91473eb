import { describe, expect, it } from 'vitest';
import {
  type Criterion,
  type EvidenceRecord,
  imageId,
  type Ports,
  type Target,
  type Tick,
  TickproofError,
} from '../domain/index.ts';
import {
  EXAMPLE_ROOT,
  emptyPorts,
  exampleTarget,
  memoryFiles,
  SEEN,
  someCriteria,
  someCriterion,
} from '../../test/kit/index.ts';
import { fakeEngine } from '../../test/kit/fake-engine.ts';
import { type Plan, planFor, type PlanOptions } from './plan.ts';

const target = exampleTarget({});
const fresh: PlanOptions = { last: null, noCache: false, accept: () => true };
const folder = (dockerfile = 'FROM a\n'): Ports => emptyPorts(memoryFiles(EXAMPLE_ROOT, { Dockerfile: dockerfile }));

function planned(
  criteria: readonly Criterion[],
  options: Partial<PlanOptions> = {},
  at: Target = target,
  ports = folder(),
) {
  return planFor(at, someCriteria(...criteria), ports, { ...fresh, ...options });
}

const onImage = someCriterion({ id: 'image/some', reads: ['image.files'] });
const bare: Target = { ...target, folder: null, subject: { kind: 'engine-image', reference: 'app:1' } };

describe('what is gathered', () => {
  it('is what the criteria read, each atom once, and nothing else', async () => {
    const { needs } = await planned([
      someCriterion({ reads: ['dockerfile.stages', 'dockerfile.final'] }),
      someCriterion({ id: 'dockerfile/other', reads: ['dockerfile.stages'] }),
    ]);
    expect(needs).toMatchObject([{ group: 'dockerfile', atoms: ['dockerfile.final', 'dockerfile.stages'], asks: [] }]);
  });

  it('begins with a build where an image is read, and says what was built on', async () => {
    const { needs } = await planned([onImage]);
    expect(Object.fromEntries(needs.map(({ group, atoms }) => [group, atoms]))).toEqual({
      image: ['image.files'],
      build: ['build.outcome'],
      dockerfile: ['dockerfile.bases'],
    });
  });

  it('goes on where a part of the folder cannot be read: only what needs it is without a key', async () => {
    const ports = folder();
    const list = () => {
      throw new TickproofError('not-permitted', 'Could not list closed (EACCES)', { remedy: 'Open it.' });
    };
    const criteria = [
      someCriterion({ reads: ['dockerfile.stages'] }),
      someCriterion({ id: 'context/some', reads: ['context.files'] }),
    ];
    const plan = await planned(criteria, {}, target, { ...ports, files: { ...ports.files, list } });
    expect(plan.planned.map(({ key }) => key === null)).toEqual([false, true]);
  });

  it('needs no build of an image that is there', async () => {
    const ports = folder();
    const engine = fakeEngine({ ...ports, images: [{ reference: 'app:1' }] });
    const { needs, buildKey } = await planned([onImage], {}, bare, { ...ports, engine });
    expect(needs.map(({ group }) => group)).toEqual(['image']);
    expect(buildKey).toBeNull();
  });

  it('puts a question of two criteria to a run once, and always asks how it was started', async () => {
    const asks = (path: string) => () => [{ kind: 'http' as const, path }];
    const { needs } = await planned([
      someCriterion({ id: 'run/a', reads: ['run.http'], asks: asks('/health') }),
      someCriterion({ id: 'run/b', reads: ['run.http'], asks: asks('/health') }),
      someCriterion({ id: 'run/c', reads: ['run.http'], asks: asks('/ready') }),
    ]);
    expect(needs.find(({ group }) => group === 'run')).toMatchObject({
      atoms: ['run.command', 'run.http', 'run.state'],
      asks: [{ path: '/health' }, { path: '/ready' }],
    });
  });

  it('is asked of each stack apart', async () => {
    const stack = { files: ['compose.yaml'], env: {}, profiles: [], host: {}, timeoutMs: 1 };
    const two: Target = { ...target, stacks: { dev: stack, live: { ...stack, files: ['live.yaml'] } } };
    const onStack = (name: string) =>
      someCriterion({ id: 'stack/some', reads: ['stack.up'] }, { id: name, stack: name });
    const { needs } = await planned([onStack('dev'), onStack('live')], {}, two);
    expect(needs.map(({ group, target: at }) => [group, at.stack?.name, at.stack?.files])).toEqual([
      ['stack@dev', 'dev', ['compose.yaml']],
      ['stack@live', 'live', ['live.yaml']],
    ]);
  });
});

describe('what is taken over', () => {
  const criterion = someCriterion();

  /** A record in which everything of a plan is green. */
  function recordOf({ planned: all, buildKey }: Plan, overrides: Partial<Tick> = {}): EvidenceRecord {
    const ticks = all.map(({ criterion: { id }, key, inputs }) => ({
      criterion: { id },
      key,
      inputs,
      verdict: SEEN,
      proof: 'proven',
      currency: 'fresh',
      validUntil: null,
      ...overrides,
    }));
    const image = { imageId: `sha256:${'a'.repeat(64)}`, diffIds: ['sha256:1'] };
    return { ticks, inputs: { buildKey, image } } as unknown as EvidenceRecord; // the fields that a plan looks at
  }

  it('is what has the same key: then nothing is gathered', async () => {
    const last = recordOf(await planned([criterion]));
    const again = await planned([criterion], { last });
    expect(again.planned[0]?.reused).toBe(last.ticks[0]);
    expect(again.needs).toEqual([]);
  });

  it.each<[string, Partial<PlanOptions>, Criterion, string]>([
    ['an input has moved', {}, criterion, 'FROM b\n'],
    ['the check was changed', {}, someCriterion({ version: 2 }), 'FROM a\n'],
    ['the parameters are others', {}, someCriterion({}, { params: { target: 1 } }), 'FROM a\n'],
    ['it is about another stack', {}, someCriterion({}, { stack: 'live' }), 'FROM a\n'],
    ['nothing may be reused', { noCache: true }, criterion, 'FROM a\n'],
    ['its proof is not enough', { accept: () => false }, criterion, 'FROM a\n'],
  ])('is nothing when %s', async (_, options, now, dockerfile) => {
    const last = recordOf(await planned([criterion]));
    const again = await planned([now], { last, ...options }, target, folder(dockerfile));
    expect(again.planned[0]?.reused).toBeNull();
    expect(again.needs).toMatchObject([{ group: 'dockerfile' }]);
  });

  it('is nothing that has expired', async () => {
    const last = recordOf(await planned([criterion]), { validUntil: '2025-12-31T00:00:00Z' });
    expect((await planned([criterion], { last })).planned[0]?.reused).toBeNull();
  });

  it('knows the image from the record while the build reads the same', async () => {
    const last = recordOf(await planned([onImage]));
    const [same, other] = [
      await planned([onImage], { last }),
      await planned([onImage], { last }, target, folder('FROM b\n')),
    ];
    expect(same.target.builtId).toBe(imageId(`sha256:${'a'.repeat(64)}`));
    expect(same.planned[0]?.key).not.toBeNull();
    expect(other.target.builtId).toBeNull();
    expect(other.planned[0]?.key).toBeNull();
  });
});
