import type { Ports, Target } from '../../domain/index.ts';
import { askedPorts, type Bench, specOf } from './bench.ts';
import { engineOf } from './engine-of.ts';
import { hostSide } from './host-side.ts';
import { begin } from './life.ts';
import { probeOf, waitReady } from './readiness.ts';
import { environmentOf } from './settings.ts';

/** Starts one container of an image, with the target's settings, and says whether it gets ready in time. Leaves nothing. */
export async function becomesReady(target: Target, image: string, ports: Ports): Promise<'ready' | 'not-ready'> {
  const engine = engineOf(ports);
  const config = (await engine.inspectImage(image))?.config;
  if (!config) return 'not-ready';
  await using host = await hostSide(ports, target.run.host, target.folder);
  const env = environmentOf(target.run.env);
  const publish = askedPorts(target.run, config, []);
  const bench: Bench = { ports, engine, image, config, settings: target.run, env, host, publish, changed: null };
  await using life = await begin(bench, specOf(bench, 'try'));
  if (life.refused !== null) return 'not-ready';
  const { readyMs } = await waitReady(bench, life, probeOf(target.run.ready, config), target.run.timeoutMs);
  return readyMs === null ? 'not-ready' : 'ready';
}
