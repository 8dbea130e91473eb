import { expect, it } from 'vitest';
import type { Answer, EngineApi } from './docker/api.ts';
import { leftovers } from './leftovers.ts';

const TAG = { Id: 'sha256:1', RepoTags: ['tickproof-a1b2c3de-build:latest'] };

/** An engine that has one image, and fails a number of times before it lists it. */
function engineFailing(times: number): EngineApi {
  let failures = times;
  const answered = (status: number, body: unknown): Answer => ({ status, headers: {}, body });
  const request = async (_method: string, path: string): Promise<Answer> => {
    if (path !== '/images/json') return answered(200, path === '/volumes' ? { Volumes: [] } : []);
    return failures-- > 0 ? answered(500, { message: 'content digest sha256:2: not found' }) : answered(200, [TAG]);
  };
  return { name: 'the engine', request } as unknown as EngineApi; // what is asked of it here
}

it('takes a list that fails for no empty list: images may be removed while they are listed', async () => {
  expect(await leftovers(engineFailing(1))).toMatchObject([{ kind: 'image', runId: 'a1b2c3de' }]);
  await expect(leftovers(engineFailing(99))).rejects.toMatchObject({ code: 'engine-failed' });
});
