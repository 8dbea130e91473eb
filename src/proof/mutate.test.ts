import { describe, expect, it } from 'vitest';
import { type AnyCheck, type Facts, type Sources, TickproofError } from '../domain/index.ts';
import { redFor, SEEN, someCheck } from '../../test/kit/index.ts';
import type { AnyMutant, Claim } from './claim.ts';
import { tryMutant as tryInWorld, tryNothing } from './mutate.ts';
import type { World } from './world.ts';

const tryMutant = async (claim: Claim, mutant: AnyMutant, inWorld: World) =>
  (await tryInWorld(claim, mutant, inWorld)).outcome;

const SOURCES: Sources = {
  dockerfile: 'FROM a\n',
  ignore: null,
  planted: [],
  removed: [],
  compose: {},
  variables: {},
  sent: [],
  model: null,
};
const imageOf = (files: readonly string[]) => ({ files }) as unknown as Facts['image']; // the one atom that the check reads

/** Where files are names only, and a Dockerfile's stages its lines. */
const world: World = {
  sources: () => SOURCES,
  fromSources: async ({ dockerfile }) => ({ dockerfile: { stages: (dockerfile ?? '').split('\n') as never } }),
  image: {
    withConfig: async (edit) => (edit({ user: 'app' } as never) ? { image: imageOf(['/app', '/root']) } : null),
    withForgedConfig: async () => ({ image: imageOf(['/forged']) }),
    withLayers: async (edit) => {
      const planted = edit(imageOf([]));
      return planted && { image: imageOf(['/app', ...planted.flat().map(({ path }) => path)]) };
    },
  },
  nothing: async () => ({ dockerfile: { stages: [] }, image: imageOf([]) }),
};

function claim(judge: AnyCheck['judge'], reads: AnyCheck['reads'] = ['dockerfile.stages']): Claim {
  const check = someCheck({ reads, judge });
  return {
    id: check.id,
    check,
    params: {},
    facts: { dockerfile: { stages: ['FROM a', ''] as never }, image: imageOf(['/app']) },
  };
}

const onText = (edit: (sources: Sources) => Sources | null): AnyMutant => ({
  level: 'S',
  title: 't',
  reason: 'wrong',
  edit,
});
const longer = onText((it) => ({ ...it, dockerfile: `${it.dockerfile}USER root\n` }));
const onlyFirst: AnyCheck['judge'] = ({ dockerfile: { stages } }) => (stages.length > 2 ? redFor('wrong') : SEEN);

describe('a mutant of the texts', () => {
  it('is killed where the check goes red for its reason', async () => {
    expect(await tryMutant(claim(onlyFirst), longer, world)).toEqual({
      status: 'killed',
      reason: 'wrong',
      message: 'wrong',
    });
  });

  it('survives a check that stays green', async () => {
    expect(
      await tryMutant(
        claim(() => SEEN),
        longer,
        world,
      ),
    ).toEqual({ status: 'survived', verdict: 'pass', reasons: [] });
  });

  it('survives a check that is red for another reason, which is told', async () => {
    expect(
      await tryMutant(
        claim(() => redFor('other')),
        longer,
        world,
      ),
    ).toEqual({
      status: 'survived',
      verdict: 'fail',
      reasons: ['other'],
    });
  });

  it('survives a check that cannot say', async () => {
    const silent = claim(() => ({ status: 'inapplicable', because: 'nothing of the kind' }));
    expect(await tryMutant(silent, longer, world)).toMatchObject({ status: 'survived', verdict: 'inapplicable' });
  });

  it('is equivalent where there is nothing to change, or what the check reads stays the same', async () => {
    expect(
      await tryMutant(
        claim(onlyFirst),
        onText(() => null),
        world,
      ),
    ).toMatchObject({ status: 'equivalent' });
    expect(
      await tryMutant(
        claim(onlyFirst),
        onText((it) => ({ ...it })),
        world,
      ),
    ).toMatchObject({ status: 'equivalent' });
  });

  it('is not run without a folder, nor where the sensor cannot see', async () => {
    expect(await tryMutant(claim(onlyFirst), longer, { ...world, sources: () => null })).toMatchObject({
      status: 'not-run',
    });
    const fromSources = async () => {
      throw new TickproofError('tool-missing', 'there is no docker', { remedy: 'Install it.' });
    };
    expect(await tryMutant(claim(onlyFirst), longer, { ...world, fromSources })).toEqual({
      status: 'not-run',
      because: 'there is no docker',
    });
  });

  it.each([new TickproofError('interrupted', 'ended', { remedy: 'none' }), new Error('bug')])(
    'lets %s through',
    async (error) => {
      const fromSources = () => Promise.reject(error);
      await expect(tryMutant(claim(onlyFirst), longer, { ...world, fromSources })).rejects.toBe(error);
      await expect(tryNothing(claim(onlyFirst), { ...world, nothing: fromSources })).rejects.toBe(error);
    },
  );
});

describe('a mutant of the image', () => {
  const noneBut: AnyCheck['judge'] = ({ image: { files } }) =>
    JSON.stringify(files) === '["/app"]' ? SEEN : redFor('wrong');
  const of = (mutant: object): AnyMutant => ({ title: 't', reason: 'wrong', ...mutant }) as AnyMutant; // a level with its edit
  const image = claim(noneBut, ['image.files']);

  it.each([
    ['config', of({ level: 'K', edit: () => ({}) })],
    ['forged config', of({ level: 'K', edit: 'flip-a-byte' })],
    ['layers', of({ level: 'L', edit: () => [[{ path: '/usr/bin/zz', type: 'file' }]] })],
  ])('is made of its %s', async (_, mutant) => {
    expect(await tryMutant(image, mutant, world)).toMatchObject({ status: 'killed' });
    expect(await tryMutant(image, mutant, { ...world, image: null })).toEqual({
      status: 'not-run',
      because: 'there is no image to edit',
    });
  });

  it('is equivalent where the edit finds nothing', async () => {
    for (const level of ['K', 'L'])
      expect(await tryMutant(image, of({ level, edit: () => null }), world)).toMatchObject({ status: 'equivalent' });
  });
});

it('edits the facts themselves at level J, and only those it names', async () => {
  const mutant: AnyMutant = {
    level: 'J',
    title: 't',
    reason: 'wrong',
    edit: () => ({ dockerfile: { stages: [1, 2, 3] } as never }),
  };
  expect(await tryMutant(claim(onlyFirst), mutant, world)).toMatchObject({ status: 'killed' });
  expect(await tryMutant(claim(onlyFirst), { ...mutant, edit: () => null }, world)).toMatchObject({
    status: 'equivalent',
  });
});

it('wants the other side of a boundary green', async () => {
  const of = (count: number) => () => ({ dockerfile: { stages: Array(count).fill(1) as never } }) as never;
  const mutant: AnyMutant = { level: 'J', title: 't', reason: 'wrong', edit: of(3), green: of(2) };
  expect(await tryMutant(claim(onlyFirst), mutant, world)).toMatchObject({ status: 'killed' });
  const stricter = await tryMutant(claim(onlyFirst), { ...mutant, green: of(3) }, world);
  expect(stricter).toMatchObject({ status: 'survived', verdict: 'fail', reasons: ['red on the green side'] });
});

it.each(['R', 'P', 'B'] as const)('leaves level %s to an engine', async (level) => {
  const mutant: AnyMutant = { level, title: 't', reason: 'wrong', edit: () => ({}) };
  expect(await tryMutant(claim(onlyFirst), mutant, world)).toMatchObject({ status: 'not-run', later: true });
});

describe('where there is nothing', () => {
  it('a check that is green proves nothing', async () => {
    expect(
      await tryNothing(
        claim(() => SEEN),
        world,
      ),
    ).toMatchObject({ status: 'survived', verdict: 'pass' });
  });

  it.each([
    ['red', redFor('wrong'), 'wrong'],
    ['inapplicable', { status: 'inapplicable', because: 'nothing of the kind' } as const, 'inapplicable'],
  ])('a check may be %s', async (_, verdict, reason) => {
    expect(
      await tryNothing(
        claim(() => verdict),
        world,
      ),
    ).toMatchObject({ status: 'killed', reason });
  });

  it('a sensor may refuse, and an atom may be missing', async () => {
    const nothing = async () => {
      throw new TickproofError('engine-missing', 'no engine', { remedy: 'Start one.' });
    };
    expect(
      await tryNothing(
        claim(() => SEEN),
        { ...world, nothing },
      ),
    ).toMatchObject({ status: 'killed', reason: 'inconclusive' });
    expect(
      await tryNothing(
        claim(() => SEEN),
        { ...world, nothing: async () => ({}) },
      ),
    ).toMatchObject({
      status: 'killed',
      reason: 'inconclusive',
    });
  });
});
