import { afterAll, expect, it } from 'vitest';
import { enginePorts } from '../../test/e2e/engine-ports.ts';
import { engineApi } from './docker/api.ts';
import { dockerCandidates } from './docker/endpoints.ts';
import { hostFiles } from './files.ts';
import { removeRun } from './leftovers.ts';
import { newRunId } from './owner.ts';

const ports = await enginePorts();
afterAll(() => ports?.[Symbol.asyncDispose]());

it.skipIf(!ports)(
  'lets an image keep its name while a container uses it: without one nothing would find it',
  async () => {
    const { engine, owner } = ports ?? expect.fail();
    const [first] = dockerCandidates(
      process.env,
      hostFiles(() => expect.fail('no temporary folder is needed')),
    );
    const api = engineApi((first ?? expect.fail()).endpoint, 'the engine');
    const runId = newRunId();
    const tag = `tickproof-${runId}-image:latest`;
    const text = `FROM debian:bookworm-slim\nLABEL made.for=${runId}\n`;
    const context = ports?.files.temporary('empty') ?? expect.fail();
    const request = {
      context: context.path,
      dockerfile: '-',
      dockerfileText: text,
      tag,
      args: {},
      secrets: [],
      labels: {},
    };
    const { engineId } = await engine.build(request, () => undefined);
    const user = await engine.createContainer({ name: owner.name('user'), image: tag, labels: owner.labels });
    const isThere = async () => (await engine.listImages()).some((it) => it.engineId === engineId);

    expect(await removeRun(api, runId, { killed: false })).toMatchObject({ removed: [], left: [{ name: tag }] });
    expect((await engine.inspectImage(tag))?.tags).toEqual([tag]);
    await engine.removeContainer(user);
    expect(await removeRun(api, runId, { killed: false })).toMatchObject({ removed: [{ name: tag }], left: [] });
    expect(await isThere()).toBe(false);
    await context[Symbol.asyncDispose]();
    api.close();
  },
);
