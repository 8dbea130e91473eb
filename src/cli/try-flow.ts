import { type Facts, type Ports, type Target, TickproofError } from '../domain/index.ts';
import { sensors, trySavings } from '../sensors/index.ts';

/**
 * Builds a folder, weighs what came of it, and tries the savings whose edit a program can make: each is built, weighed and
 * started. Images of the trials are removed at once, the first with the run. Throws where the folder does not build.
 */
export async function triedPackages(
  target: Target,
  gather: (target: Target) => Promise<Partial<Facts['packages']>>,
  ports: Ports,
): Promise<Partial<Facts['packages']>> {
  const { outcome } = await sensors.build.gather(target, ['build.outcome'], [], ports);
  if (outcome?.status !== 'built') {
    throw new TickproofError('engine-failed', 'The folder does not build, so nothing can be tried', {
      remedy: 'See why: `tickproof verify DIR --only build/succeeds`.',
    });
  }
  const built: Target = { ...target, built: outcome.image };
  const facts = await gather(built);
  return facts.weight ? { ...facts, weight: await trySavings(facts.weight, built, ports) } : facts;
}
