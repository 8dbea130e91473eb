import { type EngineImage, type Ports, TickproofError } from '../../domain/index.ts';
import { engineOf } from '../run/engine-of.ts';
import { phase } from '../run/phase.ts';
import { type Isolated, withImageVolumes } from './isolate.ts';
import type { ResolvedModel } from './model.ts';
import { composeOn, type Project } from './project.ts';

const BUILD_TIMEOUT_MS = 30 * 60_000;

type ConfigOf = (image: string) => EngineImage['config'] | undefined;

/** Builds under tags of our own and fetches what is missing, before the clock of `up` starts; the fault when that fails. */
export async function provideImages(
  ports: Ports,
  project: Project,
  { model, builds }: Isolated,
  labels: Readonly<Record<string, string>>,
): Promise<{ readonly model: ResolvedModel; readonly configOf: ConfigOf } | { readonly fault: string }> {
  const fault = await builtOnce(ports, project, model, builds);
  if (fault !== null) return { fault };
  try {
    const configOf = await configsOf(ports, model);
    const named = { project: project.name, labels };
    return { model: withImageVolumes(model, (image) => configOf(image)?.volumes ?? [], named), configOf };
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code !== 'image-not-found') throw error;
    return { fault: error.message };
  }
}

/** The tags stay as long as the run: its other projects of the same services find them, also those side by side. */
async function builtOnce(
  ports: Ports,
  project: Project,
  model: ResolvedModel,
  builds: Isolated['builds'],
): Promise<string | null> {
  const engine = engineOf(ports);
  const missing: string[] = [];
  for (const [service, tag] of Object.entries(builds)) if (!(await engine.inspectImage(tag))) missing.push(service);
  if (missing.length === 0) return null;
  const { memory } = ports.cache;
  const key = `stack builds ${Object.values(builds).join(' ')}`;
  const under = memory?.get(key) as Promise<string | null> | undefined; // nobody else has such keys
  const built = under ?? buildAll(ports, project, model, missing);
  memory?.set(key, built);
  try {
    return await built;
  } finally {
    memory?.delete(key);
  }
}

async function buildAll(ports: Ports, project: Project, model: ResolvedModel, services: readonly string[]) {
  const compose = composeOn(ports, project, model);
  const built = await phase(ports, 'stack:build', 'building the services', () =>
    compose(['build', ...services], { timeoutMs: BUILD_TIMEOUT_MS }),
  );
  return built.exitCode === 0 ? null : `${built.stdout}\n${built.stderr}`.trim();
}

async function configsOf(ports: Ports, { services }: ResolvedModel): Promise<ConfigOf> {
  const engine = engineOf(ports);
  const configs = new Map<string, EngineImage['config'] | undefined>();
  for (const { image } of Object.values(services)) {
    if (image === undefined || configs.has(image)) continue;
    let found = await engine.inspectImage(image);
    if (!found) {
      await phase(ports, 'stack:pull', `pulling ${image}`, () => engine.pullImage(image));
      found = await engine.inspectImage(image);
    }
    configs.set(image, found?.config);
  }
  return (image) => configs.get(image);
}
