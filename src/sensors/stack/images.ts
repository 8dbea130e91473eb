import { type Ports, TickproofError } from '../../domain/index.ts';
import { engineOf } from '../run/engine-of.ts';
import { phase } from '../run/phase.ts';
import { type Isolated, withImageVolumes } from './isolate.ts';
import type { ResolvedModel } from './model.ts';
import { composeOn, type Project } from './project.ts';

const BUILD_TIMEOUT_MS = 30 * 60_000;

/** Builds under tags of our own and fetches what is missing, before the clock of `up` starts; the fault when that fails. */
export async function provideImages(
  ports: Ports,
  project: Project,
  { model, builds }: Isolated,
): Promise<{ readonly model: ResolvedModel } | { readonly fault: string }> {
  const services = Object.keys(builds);
  if (services.length > 0) {
    const compose = composeOn(ports, project, model);
    const built = await phase(ports, 'stack:build', 'building the services', () =>
      compose(['build', ...services], { timeoutMs: BUILD_TIMEOUT_MS }),
    );
    if (built.exitCode !== 0) return { fault: `${built.stdout}\n${built.stderr}`.trim() };
  }
  try {
    return {
      model: withImageVolumes(model, await declaredVolumes(ports, model), {
        project: project.name,
        labels: ports.owner.labels,
      }),
    };
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code !== 'image-not-found') throw error;
    return { fault: error.message };
  }
}

async function declaredVolumes(
  ports: Ports,
  { services }: ResolvedModel,
): Promise<(image: string) => readonly string[]> {
  const engine = engineOf(ports);
  const volumes = new Map<string, readonly string[]>();
  for (const { image } of Object.values(services)) {
    if (image === undefined || volumes.has(image)) continue;
    if (!(await engine.inspectImage(image)))
      await phase(ports, 'stack:pull', `pulling ${image}`, () => engine.pullImage(image));
    volumes.set(image, (await engine.inspectImage(image))?.config.volumes ?? []);
  }
  return (image) => volumes.get(image) ?? [];
}
