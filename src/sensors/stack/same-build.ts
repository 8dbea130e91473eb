import type { Ports, Target } from '../../domain/index.ts';
import type { ResolvedService } from './model.ts';

/** Whether a service is built from what the build sensor has built: same context, Dockerfile, target and arguments. */
export function sameBuild(
  { files }: Pick<Ports, 'files'>,
  { folder, build, built }: Target,
  declared: NonNullable<ResolvedService['build']>,
): boolean {
  if (built === null || folder === null) return false;
  const context = files.resolve(folder, build.context);
  const dockerfile = files.resolve(folder, build.dockerfile);
  const args = Object.entries(declared.args ?? {});
  return (
    files.resolve(declared.context) === context &&
    files.resolve(declared.context, declared.dockerfile ?? 'Dockerfile') === dockerfile &&
    (declared.target ?? null) === build.target &&
    args.length === Object.keys(build.args).length &&
    args.every(([name, value]) => build.args[name] === value)
  );
}
