import type { DockerfileFacts, Instruction, Stage } from '../../domain/index.ts';
import { chainOf, targetStage } from '../../formats/index.ts';
import { at, type ComposeModel, type ComposeService } from './shared.ts';

type Dockerfile = Pick<DockerfileFacts, 'file' | 'source'>;

/** The path of the Dockerfile that a service is built from; null for one that is written in the compose file, or lies elsewhere. */
function pathOf({ build, raw }: ComposeService): string | null {
  if (!build || at(raw, 'build', 'dockerfile_inline') !== undefined) return null;
  if (/^[\w+.-]+:\/\/|^git@|^github\.com\//.test(build.context)) return null;
  const dockerfile = build.dockerfile ?? 'Dockerfile';
  return dockerfile.startsWith('/') ? dockerfile : tidy(`${build.context}/${dockerfile}`);
}

function tidy(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0) parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}

/** The services that are built from this very Dockerfile; none where two of them could be meant. */
export function servicesOf({ services }: ComposeModel, { file }: Dockerfile): readonly ComposeService[] {
  const wanted = tidy(file.path);
  const isMeant = (path: string): boolean => path === wanted || path.endsWith(`/${wanted}`);
  const paths = services.map((service) => ({ service, path: pathOf(service) }));
  const meant = paths.filter(({ path }) => path !== null && isMeant(path));
  const exact = meant.filter(({ path }) => path === wanted);
  if (exact.length > 0) return exact.map(({ service }) => service);
  return new Set(meant.map(({ path }) => path)).size === 1 ? meant.map(({ service }) => service) : [];
}

/** `build.target` as written; null for the last stage. */
export function targetOf({ raw }: ComposeService): string | null {
  const target = at(raw, 'build', 'target');
  return typeof target === 'string' && target !== '' ? target : null;
}

/** The stage that a service is, and the stages that it goes on from, root first. */
export function stagesOf(service: ComposeService, { source }: Dockerfile): readonly Stage[] {
  const stage = targetStage(source.stages, targetOf(service));
  return stage ? chainOf(source.stages, stage) : [];
}

export function instructionsOf(service: ComposeService, dockerfile: Dockerfile): readonly Instruction[] {
  return stagesOf(service, dockerfile).flatMap(({ body }) => body);
}

/** A service with other keys under `build`. */
export function withBuild(service: ComposeService, keys: Readonly<Record<string, unknown>>): ComposeService {
  const build = at(service.raw, 'build');
  const known = typeof build === 'object' && build !== null ? build : {};
  return { ...service, raw: { ...service.raw, build: { ...known, ...keys } } };
}
