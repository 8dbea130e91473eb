import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { BROKEN_DOCKERFILE, type EngineUnderTest, engineContract } from '../contract/engine.ts';
import { enginePorts } from './engine-ports.ts';

const IMAGE = 'debian:bookworm-slim';

const probe = await enginePorts();
const usable = probe !== null && (await probe.engine.inspectImage(IMAGE)) !== null;
if (probe && !usable) process.stderr.write(`SKIPPED: the engine has no ${IMAGE}\n`);
await probe?.[Symbol.asyncDispose]();

describe.skipIf(!usable)('with an engine that answers', () => engineContract('a real engine', realEngine));

async function realEngine(): Promise<EngineUnderTest> {
  const ports = await enginePorts();
  if (!ports) throw new Error('the engine has gone');
  const { engine, owner, clock, signal } = ports;
  const context = mkdtempSync(join(tmpdir(), 'engine-contract-'));
  writeFileSync(join(context, 'Dockerfile'), BROKEN_DOCKERFILE.replace('exit 5', `echo ${owner.runId}`));
  return {
    engine,
    owner,
    clock,
    signal,
    image: IMAGE,
    context,
    async [Symbol.asyncDispose]() {
      rmSync(context, { recursive: true });
      await ports[Symbol.asyncDispose]();
    },
  };
}
