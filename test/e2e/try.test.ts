import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Target } from '../../src/domain/index.ts';
import { sensors, trySavings } from '../../src/sensors/index.ts';
import { exampleTarget } from '../kit/ports.ts';
import { enginePorts } from './engine-ports.ts';

const ports = await enginePorts();
const folder = mkdtempSync(join(tmpdir(), 'tickproof-try-'));

afterAll(async () => {
  await ports?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const DOCKERFILE = `FROM debian:bookworm-slim
WORKDIR /app
COPY data .
RUN mkdir -p /var/lib/apt/lists && head -c 300000 /dev/zero >/var/lib/apt/lists/x_Packages
RUN chown -R 1000:1000 /app
CMD ["sleep", "60"]
`;

it.skipIf(!ports)('builds, weighs and starts the edits that would make an image smaller', async () => {
  if (!ports) return;
  writeFileSync(join(folder, 'Dockerfile'), DOCKERFILE);
  writeFileSync(join(folder, 'data'), 'x'.repeat(200_000));
  const target: Target = { ...exampleTarget({}), subject: { kind: 'folder', path: folder }, folder };
  const { outcome } = await sensors.build.gather(target, ['build.outcome'], [], ports);
  expect(outcome?.status).toBe('built');
  const built: Target = { ...target, built: outcome?.status === 'built' ? outcome.image : null };
  const { weight } = await sensors.packages.gather(built, ['packages.weight'], [], ports);
  expect(weight?.layers.map(({ fromBase, at }) => (fromBase ? 'base' : at?.startLine)).slice(-4)).toEqual([2, 3, 4, 5]);
  const tried = weight && (await trySavings(weight, built, ports));
  expect(tried?.savings.filter(({ inBase }) => !inBase)).toMatchObject([
    {
      kind: 'apt-lists',
      bytes: 300_000,
      at: { startLine: 4 },
      confidence: 'tried',
      trial: { bytes: 300_000, healthy: true },
    },
    {
      kind: 'metadata-rewrite',
      bytes: 200_000,
      at: { startLine: 5 },
      confidence: 'tried',
      trial: { bytes: 200_000, healthy: true },
    },
  ]);
  expect(
    (await ports.engine.listImages()).flatMap(({ tags }) =>
      tags.filter((tag) => tag.includes(ports.owner.name('try'))),
    ),
  ).toEqual([]);
});
